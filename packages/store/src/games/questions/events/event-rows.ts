import type { SelectQueryBuilder } from "kysely";
import type { StoreContext } from "../../../context.ts";
import type { Schema } from "../../../schema.ts";
import { aside } from "../filters/aside.ts";
import type { EventRow } from "../cards/event-cards.ts";
import type { EventSelection } from "./select-events.ts";

type EventQuery = SelectQueryBuilder<Schema, "play_events", object>;

export interface EventStretch {
  /** Newest first; at most as many as asked for. */
  readonly rows: readonly EventRow[];
  /** Where reading stopped although fewer were found: older ids are still unread. */
  readonly unread: number | undefined;
}

/** Rows looked at for one page: what few events match must not hold the reader for long. */
const mostRead = 20_000;

/** Events of a selection with ids below `below`, newest first. */
export async function eventRows(
  context: StoreContext,
  selection: EventSelection,
  below: number | undefined,
  limit: number,
): Promise<EventStretch> {
  const ranges = orderedRanges(context, selection, below);
  const floor = isFiltered(selection) ? await readingFloor(ranges) : undefined;
  const { projectId, environmentIds, buildId, eventType } = selection;
  const { from, to } = selection.range;
  const rows: EventRow[] = [];
  for (const range of ranges) {
    const found = await range
      .where(aside("project_id"), "=", projectId)
      .where(aside("environment_id"), "in", environmentIds)
      .$if(floor !== undefined, (query) => query.where("id", ">=", floor!))
      .$if(buildId !== undefined, (query) => query.where("build_id", "=", buildId!))
      .$if(eventType !== undefined, (query) => query.where("event_type", "=", eventType!))
      .$if(from !== undefined, (query) => query.where("received_at", ">=", from!))
      .$if(to !== undefined, (query) => query.where("received_at", "<", to!))
      .selectAll()
      .orderBy("id", "desc")
      .limit(limit)
      .execute();
    rows.push(...found);
  }
  rows.sort((a, b) => b.id - a.id);
  return { rows: rows.slice(0, limit), unread: rows.length < limit ? floor : undefined };
}

const isFiltered = ({ buildId, eventType }: EventSelection): boolean =>
  buildId !== undefined || eventType !== undefined;

/**
 * The events below a position, as ranges that an index alone holds in the order of ids: the environments
 * and the session were looked up within the tenant.
 */
function orderedRanges(
  { db }: StoreContext,
  { environmentIds, sessionId, bounds }: EventSelection,
  below: number | undefined,
): EventQuery[] {
  const end = below ?? bounds.to;
  const own = db
    .selectFrom("play_events")
    .$if(bounds.from !== undefined, (query) => query.where("id", ">=", bounds.from!))
    .$if(end !== undefined, (query) => query.where("id", "<", end!));
  if (sessionId === undefined) return environmentIds.map((id) => own.where("environment_id", "=", id));
  return [own.where("session_id", "=", sessionId)];
}

/** The id above which every range is read without passing `mostRead` in any; undefined where all can be. */
async function readingFloor(ranges: readonly EventQuery[]): Promise<number | undefined> {
  let floor: number | undefined;
  for (const range of ranges) {
    const last = await range
      .select("id")
      .orderBy("id", "desc")
      .limit(1)
      .offset(mostRead - 1)
      .executeTakeFirst();
    if (last && (floor === undefined || last.id > floor)) floor = last.id;
  }
  return floor;
}
