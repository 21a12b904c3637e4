import type { Kysely } from "kysely";
import type { PlaySessionsTable, Schema } from "../../schema.ts";
import type { RemovalContext } from "./context.ts";
import { closeRowKeys, leaveTombstone } from "./keys.ts";
import { removeReport } from "./remove-report.ts";
import { removeSessionEvents } from "./remove-events.ts";
import { removeSessionUploads } from "./remove-uploads.ts";
import { type Removed, sumRemoved } from "./removed.ts";
import { type CountedSession, discountSession, type Fate } from "./roll-ups.ts";

export type RemovableSession = CountedSession & Pick<PlaySessionsTable, "id">;

export const sessionColumns = [
  "id",
  "project_id",
  "environment_id",
  "build_id",
  "channel",
  "started_at",
  "outcome",
  "lifecycle",
] as const satisfies readonly (keyof RemovableSession)[];

/** Erases a session with its events, its uploads and the reports filed in it. */
export async function removeSession(context: RemovalContext, session: RemovableSession): Promise<Removed> {
  const { db } = context;
  const reports = await removeSessionReports(context, session);
  const events = await removeSessionEvents(db, session);
  const uploads = await removeSessionUploads(context, session);
  await leaveTombstone(context, session);
  await removeSessionRow(db, session, "erased");
  return sumRemoved(reports, { sessions: 1, events, uploads });
}

/** Removes the row alone, once nothing belongs to it any more. */
export async function removeSessionRow(
  db: Kysely<Schema>,
  session: RemovableSession,
  fate: Fate,
): Promise<void> {
  await discountSession(db, session, fate);
  await closeRowKeys(db, "session", session);
  await db.deleteFrom("play_sessions").where("id", "=", session.id).execute();
}

/** Newest first: a duplicate goes before its root, which then has no heirs left to look after. */
async function removeSessionReports(
  context: RemovalContext,
  session: RemovableSession,
): Promise<Partial<Removed>> {
  let removed: Partial<Removed> = {};
  for (;;) {
    const report = await context.db
      .selectFrom("play_reports")
      .selectAll()
      .where("session_id", "=", session.id)
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!report) return removed;
    removed = sumRemoved(removed, await removeReport(context, report));
  }
}
