import type { StoreContext } from "../../context.ts";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";
import { busyQuarters, busySpans, type BusySpan, type Search } from "../reading/busy-spans.ts";
import { isAtEdge, isEmptyRange, rangeFrom } from "../reading/coding-range.ts";
import { isOfSome } from "../reading/coding-selection.ts";
import type { CodingTenant } from "../reading/coding-tenant.ts";
import { everyTime, rulerOf, timeOfQuarters, touchedPeriods } from "../reading/periods.ts";
import { isBeyond, type ListReading } from "../reading/reading-place.ts";
import { quartersInOrder } from "../reading/usage-cells.ts";
import { callPlace, type CallRow, callsWithin, type EventSelection, readCalls } from "./event-rows.ts";

/** Cells of quarter hours that are looked at before the larger roll-ups are asked where a match is. */
const patience = 300;
/** A quarter hour that holds so many times more than is wanted is read in parts. */
const crowd = 4;

/**
 * A page of events. Calls have no index by time: the roll-ups of quarter hours tell in which streams they are,
 * and of these the few minutes are read that fill the page.
 */
export async function eventPage(
  context: StoreContext,
  tenant: CodingTenant,
  selection: EventSelection,
  { order, after, limit }: ListReading,
): Promise<CallRow[]> {
  const range = after ? rangeFrom(selection.range, order, after.time) : selection.range;
  const quarter = rulerOf("quarter", tenant.calendar);
  const rows: CallRow[] = [];
  const measure = selection.isErrorOnly ? "errors" : "calls";
  const search = { selection, measure, order, wanted: () => limit - rows.length } as const;
  for await (const span of spans(context, tenant, search, selection, range)) {
    for (const part of parts(search, span, timeOfQuarters(span, range))) {
      const streams = span.cells(touchedPeriods(part, quarter)).select("stream_id");
      const calls = callsWithin(context, selection, streams, part);
      const isPassed = after !== undefined && isAtEdge(part, order, after.time);
      const left = isPassed ? calls.where(isBeyond(callPlace, order, after)) : calls;
      rows.push(...(await readCalls(left, order, limit - rows.length)));
      if (rows.length >= limit) return rows;
    }
  }
  return rows;
}

/** A stretch as a whole, or in parts that double, beginning with one that likely holds what is wanted. */
function* parts(
  { order, wanted }: Search,
  { count, ...span }: BusySpan,
  { from, to }: { from: number; to: number },
): Generator<{ from: number; to: number }> {
  const whole = timeOfQuarters(span, everyTime);
  const isCrowded = count > crowd * wanted();
  let width = isCrowded ? Math.ceil(((whole.to - whole.from) * 2 * wanted()) / count) : Infinity;
  for (let left = { from, to }; left.from < left.to; width *= 2) {
    const size = Math.min(width, left.to - left.from);
    if (order === "asc") {
      yield { from: left.from, to: left.from + size };
      left = { ...left, from: left.from + size };
    } else {
      yield { from: left.to - size, to: left.to };
      left = { ...left, to: left.to - size };
    }
  }
}

/** The quarter hours to read: one after the other as long as most of them match, then those that do. */
async function* spans(
  context: StoreContext,
  tenant: CodingTenant,
  search: Search,
  { isErrorOnly }: EventSelection,
  range: TimeRange,
): AsyncGenerator<BusySpan> {
  const { selection, order } = search;
  const quarter = rulerOf("quarter", tenant.calendar);
  const isFiltered = isErrorOnly || isOfSome(selection) || selection.model !== undefined;
  let left = range;
  for (;;) {
    const span = touchedPeriods(left, quarter);
    const reach = await quartersInOrder(context, { range }, span)
      .select("period")
      .orderBy("period", order)
      .offset(patience)
      .limit(1)
      .executeTakeFirst();
    const near = !reach
      ? span
      : order === "asc"
        ? { ...span, to: reach.period + 1 }
        : { ...span, from: reach.period };
    yield* busyQuarters(search, near, (some) => quartersInOrder(context, selection, some));
    if (!reach) return;
    left =
      order === "asc"
        ? { ...left, from: quarter.startOf(reach.period + 1) }
        : { ...left, to: quarter.startOf(reach.period) };
    if (isEmptyRange(left)) return;
    if (isFiltered) break;
  }
  yield* busySpans(context, tenant, search, left);
}
