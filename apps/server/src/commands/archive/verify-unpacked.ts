import { statSync } from "node:fs";
import { migrate } from "@hearth/store/engines/sqlite/migrate";
import type { Connection } from "@hearth/store/engines/sqlite/open";
import { HearthError } from "@hearth/core/errors";
import type { Manifest } from "./manifest.ts";
import { damaged } from "./read-archive.ts";
import { sha256Of } from "./snapshot.ts";

/** @throws HearthError where the database that came out is not the one that went in */
export async function expectSameDatabase(
  file: string,
  { database }: Manifest,
  signal: AbortSignal,
): Promise<void> {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size !== database.bytes || (await sha256Of(file, signal)) !== database.sha256) throw damaged();
}

/** Brings an unpacked database to this program's version once it proved sound. */
export function migrateSound(connection: Connection): void {
  const faults = connection.prepare<[], string>("pragma integrity_check(5)").pluck().all();
  if (faults[0] !== "ok") {
    throw new HearthError(
      "invalid_request",
      `The database was damaged when it was backed up (${faults[0]}): use an older backup.`,
    );
  }
  migrate(connection);
}
