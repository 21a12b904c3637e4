import type { StoreContext } from "../../context.ts";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";
import { aside } from "../../games/questions/filters/aside.ts";
import { busySpans } from "../reading/busy-spans.ts";
import { rangeFrom } from "../reading/coding-range.ts";
import { type CodingSelection, selectorsOf } from "../reading/coding-selection.ts";
import { type CodingTenant, testOf } from "../reading/coding-tenant.ts";
import { millisecondsPerQuarter } from "../reading/periods.ts";
import { compareRow, isBeyond, type ReadingOrder, type ReadingPlace } from "../reading/reading-place.ts";
import {
  filtered,
  placeOfSession,
  sessionPlace,
  type SessionQuery,
  type SessionRow,
  sessionsByIndex,
} from "./session-rows.ts";

export interface ListReading {
  readonly order: ReadingOrder;
  /** Where the page before ended; undefined on the first. */
  readonly after: ReadingPlace | undefined;
  /** Rows to read at most. */
  readonly limit: number;
}

/** Rows of an index that are looked at for each row wanted, before the roll-ups are asked where the rest is. */
const patience = 8;

/**
 * A page of sessions. One filter has an index that holds just its sessions, in order. Further ones are checked
 * row by row for a while; where that does not fill the page, only days and hours are read that hold a match.
 */
export async function sessionPage(
  context: StoreContext,
  tenant: CodingTenant,
  selection: CodingSelection,
  reading: ListReading,
): Promise<SessionRow[]> {
  const { order, after, limit } = reading;
  // Past the page before, the outer end holds anyway.
  const range = after ? { ...selection.range, [order === "asc" ? "from" : "to"]: undefined } : selection.range;
  const { inIndex, rest } = sessionsByIndex(context, selection, range);
  const from = after ? inIndex.where(isBeyond(sessionPlace, order, after)) : inIndex;
  if (rest.length === 0) return await read(from, reading, limit);
  const reach = await inOrder(from, order)
    .select(sessionPlace)
    .offset(patience * limit - 1)
    .limit(1)
    .executeTakeFirst();
  if (!reach) return await read(filtered(from, selection, rest), reading, limit);
  const place: ReadingPlace = { time: reach.first_time, hash: reach.first_hash, streamId: reach.stream_id };
  const near = from.where(
    compareRow(sessionPlace, order === "asc" ? "<=" : ">=", [place.time, place.hash, place.streamId]),
  );
  const rows = await read(filtered(near, selection, rest), reading, limit);
  if (rows.length >= limit) return rows;
  const found = await farSessions(context, tenant, selection, {
    order,
    after: place,
    limit: limit - rows.length,
  });
  return [...rows, ...found];
}

/** Sessions beyond a place, by what the roll-ups know of where they are. */
async function farSessions(
  context: StoreContext,
  tenant: CodingTenant,
  selection: CodingSelection,
  reading: ListReading & { readonly after: ReadingPlace },
): Promise<SessionRow[]> {
  const { order, after, limit } = reading;
  const range = rangeFrom(selection.range, order, after.time);
  const rows: SessionRow[] = [];
  const search = { selection, measure: "sessions", order, wanted: () => limit - rows.length } as const;
  for await (const { from, to, cells } of busySpans(context, tenant, search, range)) {
    const within = overlap(range, { from: from * millisecondsPerQuarter, to: to * millisecondsPerQuarter });
    const sessions = context.db
      .selectFrom("coding_sessions")
      .where("organization_id", "=", context.organizationId)
      .where(aside("test"), "=", testOf(context))
      .where("stream_id", "in", cells().select("stream_id"))
      .where("first_time", ">=", within.from)
      .where("first_time", "<", within.to)
      .where(isBeyond(sessionPlace, order, after));
    rows.push(...(await read(filtered(sessions, selection, selectorsOf(selection)), reading, limit - rows.length)));
    if (rows.length >= limit) break;
  }
  return rows;
}

const overlap = (a: TimeRange, b: { from: number; to: number }): { from: number; to: number } => ({
  from: Math.max(a.from ?? -Infinity, b.from),
  to: Math.min(a.to ?? Infinity, b.to),
});

const inOrder = (sessions: SessionQuery, order: ReadingOrder): SessionQuery =>
  sessionPlace.reduce((query, column) => query.orderBy(column, order), sessions);

const read = async (
  sessions: SessionQuery,
  { order }: Pick<ListReading, "order">,
  limit: number,
): Promise<SessionRow[]> => await inOrder(sessions, order).selectAll().limit(limit).execute();
