import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "@hearth/store/engines/sqlite/open";
import type { DataFolder } from "../../data-folder.ts";
import { note, ok, wrong, type Finding } from "./finding.ts";

/** A file gets its place before its row says so: one this young (milliseconds) may still be on its way. */
const settling = 10 * 60_000;

/** Files on the disk against rows, both ways. */
export function checkFiles(connection: Connection, folder: DataFolder, now: number): Finding[] {
  const expected = new Map(
    connection
      .prepare<[], { key: string; id: number }>(
        "select storage_key as key, id from play_uploads where arrived_at is not null",
      )
      .all()
      .map(({ key, id }) => [key, id]),
  );
  const leaving = new Set(
    connection.prepare<[], string>("select storage_key from file_removals").pluck().all(),
  );
  const count = expected.size;
  const orphans: string[] = [];
  for (const key of filesBelow(folder.files, "")) {
    if (expected.delete(key) || leaving.has(key)) continue;
    if (now - (statSync(join(folder.files, key), { throwIfNoEntry: false })?.ctimeMs ?? now) > settling) {
      orphans.push(key);
    }
  }
  const isStillNamed = connection
    .prepare<[number], number>("select 1 from play_uploads where id = ?")
    .pluck();
  const missing = [...expected].filter(([, id]) => isStillNamed.get(id) === 1).map(([key]) => key);
  const findings: Finding[] = [];
  if (missing.length > 0) {
    findings.push(
      wrong(
        "files",
        `${missing.length} of ${count} files are missing`,
        `take them from a backup: tar -xzf FILE -C ${folder.root} files/…`,
        missing,
      ),
    );
  }
  if (orphans.length > 0) {
    findings.push(
      note(
        "orphans",
        `${orphans.length} files belong to no upload`,
        `move them out of ${folder.files} if no older backup is to be restored`,
        orphans,
      ),
    );
  }
  return findings.length > 0 ? findings : [ok("files", `${count} files, each where its upload says`)];
}

function* filesBelow(directory: string, prefix: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* filesBelow(join(directory, entry.name), `${prefix}${entry.name}/`);
    else yield prefix + entry.name;
  }
}
