import type { RemovalContext } from "../erasure/context.ts";
import { chunkSize, eventColumns, removeEvents } from "../erasure/remove-events.ts";
import { type RemovableSession, removeSessionRow } from "../erasure/remove-session.ts";
import { removeUploads } from "../erasure/remove-uploads.ts";
import type { Removed } from "../erasure/removed.ts";

export interface ExpiredSession {
  readonly removed: Partial<Removed>;
  readonly rows: number;
  /** False where the session has more to lose than fitted. */
  readonly done: boolean;
}

/** Removes what no report shows of a session, about `rows` rows of it, and then the session if it is bare. */
export async function expireSession(
  context: RemovalContext,
  session: RemovableSession,
  rows: number,
): Promise<ExpiredSession> {
  const limit = Math.min(rows, chunkSize);
  const events = await expireEvents(context, session, limit);
  if (events === limit) return { removed: { events }, rows: events, done: false };
  const uploads = await expireUploads(context, session, limit);
  if (uploads === limit) return { removed: { events, uploads }, rows: events + uploads, done: false };
  const sessions = (await isBare(context, session)) ? 1 : 0;
  if (sessions === 1) await removeSessionRow(context.db, session, "aged");
  return { removed: { sessions, events, uploads }, rows: 1 + events + uploads, done: true };
}

async function expireEvents(
  { db }: RemovalContext,
  session: RemovableSession,
  limit: number,
): Promise<number> {
  const events = await db
    .selectFrom("play_events")
    .select(eventColumns)
    .where("session_id", "=", session.id)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom("play_report_events")
            .select("report_id")
            .whereRef("event_id", "=", "play_events.id"),
        ),
      ),
    )
    .orderBy("id")
    .limit(limit)
    .execute();
  if (events.length === 0) return 0;
  await removeEvents(db, session.project_id, events, "aged");
  await db
    .updateTable("play_sessions")
    .set((row) => ({ event_count: row("event_count", "-", events.length) }))
    .where("id", "=", session.id)
    .execute();
  return events.length;
}

async function expireUploads(
  context: RemovalContext,
  session: RemovableSession,
  limit: number,
): Promise<number> {
  const uploads = await context.db
    .selectFrom("play_uploads")
    .select(["id", "storage_key"])
    .where("session_id", "=", session.id)
    .where("claimed", "=", 0)
    .orderBy("id")
    .limit(limit)
    .execute();
  if (uploads.length === 0) return 0;
  await removeUploads(context, uploads);
  await context.db
    .updateTable("play_sessions")
    .set((row) => ({ upload_count: row("upload_count", "-", uploads.length) }))
    .where("id", "=", session.id)
    .execute();
  return uploads.length;
}

async function isBare({ db }: RemovalContext, { id }: RemovableSession): Promise<boolean> {
  for (const table of ["play_reports", "play_events", "play_uploads"] as const) {
    const row = await db
      .selectFrom(table)
      .select("id")
      .where("session_id", "=", id)
      .limit(1)
      .executeTakeFirst();
    if (row) return false;
  }
  return true;
}
