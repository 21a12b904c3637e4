import type { RemovalContext } from "../erasure/context.ts";
import { chunkSize, eventColumns, removeEvents } from "../erasure/remove-events.ts";
import type { Lane, LaneStep } from "./lane.ts";

/**
 * Events that belong to no session, in the order they were received.
 * @param of.cutoff epoch milliseconds
 */
export const looseEventLane = (of: { projectId: number; cutoff: number }): Lane => ({
  name: `events ${of.projectId}`,

  async step({ db }, [, last], rows): Promise<LaneStep> {
    const page = await db
      .selectFrom("play_events")
      .select(eventColumns)
      .where("project_id", "=", of.projectId)
      .where("session_id", "is", null)
      .where("id", ">", last)
      .orderBy("id")
      .limit(Math.min(rows, chunkSize))
      .execute();
    const old = page.filter((event) => event.received_at < of.cutoff);
    // Row ids follow the time of receipt to within seconds: after a page without old ones come only newer.
    if (old.length === 0) return { removed: {}, rows: page.length, after: null };
    const linked = await linkedOf(
      db,
      old.map(({ id }) => id),
    );
    const expired = old.filter(({ id }) => !linked.has(id));
    await removeEvents(db, of.projectId, expired, "aged");
    return { removed: { events: expired.length }, rows: page.length, after: [0, page.at(-1)!.id] };
  },
});

async function linkedOf(db: RemovalContext["db"], events: readonly number[]): Promise<Set<number>> {
  const links = await db
    .selectFrom("play_report_events")
    .select("event_id")
    .distinct()
    .where("event_id", "in", events)
    .execute();
  return new Set(links.map(({ event_id }) => event_id));
}
