import { publicIdsOf } from "../../settings.ts";
import { kyselyOver } from "../../engines/sqlite/kysely-over.ts";
import { type Connection } from "../../engines/sqlite/open.ts";
import { replayCoding } from "../../coding/replay-coding.ts";
import { StoredCoding } from "../../engines/sqlite/coding/stored-coding.ts";
import { readLedger } from "./read-ledger.ts";
import { type Removed, sumRemoved } from "./removed.ts";
import type { Replay } from "./replay.ts";
import { replayPlayers } from "./replay-players.ts";
import { replayRows } from "./replay-rows.ts";

/**
 * Deletes again what a restored database brought back: the sessions of every player in the ledger that
 * started at or before his erasure, and the sessions and reports that were deleted by themselves. Opens
 * transactions of its own, so that it can be stopped and run again; a second run finds nothing.
 * @param secret the one the ledger was written with
 * @param now epoch milliseconds
 * @returns how many rows went
 */
export async function replayErasures(
  database: Connection,
  ledgerFile: string,
  secret: string,
  now = Date.now(),
): Promise<Removed> {
  const ledger = readLedger(ledgerFile);
  const db = kyselyOver(database);
  const projects = await db
    .selectFrom("projects")
    .innerJoin("organizations", "organizations.id", "projects.organization_id")
    .select([
      "projects.id as projectId",
      "projects.public_id as project",
      "organizations.public_id as organization",
    ])
    .orderBy("projects.id")
    .execute();
  let removed = sumRemoved();
  for (const { projectId, ...tenant } of projects) {
    const replay: Replay = { db, ids: publicIdsOf(database), now, ledger, secret, projectId, tenant };
    removed = sumRemoved(removed, await replayRows(replay), await replayPlayers(replay));
  }
  await replayCoding(db, storedCoding(database), ledger, secret);
  return removed;
}

/** Nothing is priced when calls go. */
const storedCoding = (database: Connection): StoredCoding =>
  new StoredCoding(database, { version: "", find: () => undefined });
