import type { StoreContext } from "../../context.ts";
import { aside } from "../../games/questions/filters/aside.ts";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";
import { busySpans } from "../reading/busy-spans.ts";
import { isAtEdge, rangeFrom } from "../reading/coding-range.ts";
import { type CodingSelection, selectorsOf } from "../reading/coding-selection.ts";
import { type CodingTenant, testOf } from "../reading/coding-tenant.ts";
import { timeOfQuarters } from "../reading/periods.ts";
import { compareRow, isBeyond, type ListReading, type ReadingPlace } from "../reading/reading-place.ts";
import {
  indexedSessions,
  passing,
  placeOfSession,
  placesInOrder,
  readSessions,
  sessionPlace,
  type SessionRow,
} from "./session-rows.ts";

/** Entries of the first filter's index that are looked at before the roll-ups are asked where the others pass. */
const patience = 1_000;

/**
 * A page of sessions. One filter has an index that holds just its sessions, in order. Further ones are checked
 * entry by entry for a while; where that does not fill the page, only hours are read that hold a match.
 */
export async function sessionPage(
  context: StoreContext,
  tenant: CodingTenant,
  selection: CodingSelection,
  { order, after, limit }: ListReading,
): Promise<SessionRow[]> {
  const [outer, inner] = order === "asc" ? (["from", "to"] as const) : (["to", "from"] as const);
  // Given two bounds on one side an engine may take the wider one: past the page before, the range's holds anyway.
  const range = after ? { ...selection.range, [outer]: undefined } : selection.range;
  const beyond = (part: TimeRange) => {
    const sessions = indexedSessions(context, selection, part);
    return after ? sessions.where(isBeyond(sessionPlace, order, after)) : sessions;
  };
  if (selectorsOf(selection).length < 2) return await readSessions(context, beyond(range), order, limit);
  const reach = await placesInOrder(beyond(range), order).offset(patience).limit(1).executeTakeFirst();
  const near = reach
    ? beyond({ ...range, [inner]: undefined }).where(isUpTo(order, placeOfSession(reach)))
    : beyond(range);
  const rows = await readSessions(context, passing(context, selection, near), order, limit);
  if (!reach || rows.length >= limit) return rows;
  const rest = { order, after: placeOfSession(reach), limit: limit - rows.length };
  return [...rows, ...(await farSessions(context, tenant, selection, rest))];
}

const isUpTo = (order: "asc" | "desc", { time, hash, streamId }: ReadingPlace) =>
  compareRow(sessionPlace, order === "asc" ? "<=" : ">=", [time, hash, streamId]);

/** Sessions beyond a place, by what the roll-ups know of where they are. */
async function farSessions(
  context: StoreContext,
  tenant: CodingTenant,
  selection: CodingSelection,
  { order, after, limit }: ListReading & { readonly after: ReadingPlace },
): Promise<SessionRow[]> {
  const range = rangeFrom(selection.range, order, after.time);
  const rows: SessionRow[] = [];
  const search = { selection, measure: "sessions", order, wanted: () => limit - rows.length } as const;
  for await (const span of busySpans(context, tenant, search, range)) {
    const { from, to } = timeOfQuarters(span, range);
    const sessions = context.db
      .selectFrom("coding_sessions")
      .where("organization_id", "=", context.organizationId)
      .where(aside("test"), "=", testOf(context))
      .where("stream_id", "in", span.cells(span).select("stream_id"))
      .where("first_time", ">=", from)
      .where("first_time", "<", to)
      .$if(isAtEdge({ from, to }, order, after.time), (query) =>
        query.where(isBeyond(sessionPlace, order, after)),
      );
    const own = selectorsOf(selection).reduce(
      (query, selector) => query.where(aside(`${selector}_id`), "=", selection[selector]!.id),
      sessions,
    );
    rows.push(...(await readSessions(context, own, order, limit - rows.length)));
    if (rows.length >= limit) break;
  }
  return rows;
}
