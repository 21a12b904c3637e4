import type { Kysely } from "kysely";
import type { PlayEventsTable, Schema } from "../../schema.ts";
import { closeEventKeys } from "./keys.ts";
import { type CountedEvent, discountEvents, type Fate } from "./roll-ups.ts";

/** Rows one statement works on: deleting millions holds no more than this in memory. */
export const chunkSize = 500;

export type RemovableEvent = CountedEvent & Pick<PlayEventsTable, "id" | "supplied_id">;

export const eventColumns = [
  "id",
  "project_id",
  "environment_id",
  "build_id",
  "event_type",
  "occurred_at",
  "received_at",
  "supplied_id",
] as const satisfies readonly (keyof RemovableEvent)[];

/** Removes every event of an erased session, with the links that reports hold on them. */
export async function removeSessionEvents(
  db: Kysely<Schema>,
  session: { readonly id: number; readonly project_id: number },
): Promise<number> {
  let removed = 0;
  for (;;) {
    const events = await db
      .selectFrom("play_events")
      .select(eventColumns)
      .where("session_id", "=", session.id)
      .orderBy("id")
      .limit(chunkSize)
      .execute();
    await removeEvents(db, session.project_id, events, "erased");
    removed += events.length;
    if (events.length < chunkSize) return removed;
  }
}

/** Removes at most a chunk of one project's events; their session's counter is the caller's. */
export async function removeEvents(
  db: Kysely<Schema>,
  projectId: number,
  events: readonly RemovableEvent[],
  fate: Fate,
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ id }) => id);
  const suppliedIds = events.flatMap(({ supplied_id }) => supplied_id ?? []);
  await discountEvents(db, events, fate);
  await closeEventKeys(db, projectId, suppliedIds);
  await db.deleteFrom("play_report_events").where("event_id", "in", rows).execute();
  await db.deleteFrom("play_events").where("id", "in", rows).execute();
}
