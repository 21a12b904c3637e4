import type { StoreContext } from "../../context.ts";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";
import { type CodingSelection, isOfSome } from "./coding-selection.ts";
import type { CodingTenant } from "./coding-tenant.ts";
import { overlap, type PeriodSpan, rulerOf, touchedPeriods } from "./periods.ts";
import {
  type BusyPeriod,
  busyPeriods,
  type CellQuery,
  type Measure,
  quartersInOrder,
  usageCells,
  usageCellsOf,
} from "./usage-cells.ts";

/** What is looked for, in which order, and how many of it are still wanted. */
export interface Search {
  readonly selection: CodingSelection;
  readonly measure: Measure;
  readonly order: "asc" | "desc";
  readonly wanted: () => number;
}

/** Quarter hours in which there is something to find. */
export interface BusySpan {
  readonly from: number;
  readonly to: number;
  /** How much of the measure is in them. */
  readonly count: number;
  /** The cells of some of them, by which the streams are known that hold it. */
  readonly cells: (some: PeriodSpan) => CellQuery;
}

/** Quarter hours that are looked through whomever they are of. */
const fewQuarters = 8;

/**
 * Where a range holds what is looked for: by months, of these by days, and of these by quarter hours, each time
 * no more than hold as many as are wanted. So that what is rare among much is found without reading the much.
 */
export async function* busySpans(
  context: StoreContext,
  { calendar }: CodingTenant,
  search: Search,
  range: TimeRange,
): AsyncGenerator<BusySpan> {
  const { selection, measure, order } = search;
  const [month, day, quarter] = [
    rulerOf("month", calendar),
    rulerOf("day", calendar),
    rulerOf("quarter", calendar),
  ];
  const cellsOfMonths = (span: PeriodSpan) => usageCells(context, selection, "month", span);
  const months = await busyPeriods(cellsOfMonths(touchedPeriods(range, month)), measure, order);
  for (const someMonths of groups(months, search)) {
    const left = overlap(range, { from: month.startOf(someMonths.from), to: month.startOf(someMonths.to) });
    const cellsOfDays = (span: PeriodSpan) =>
      usageCellsOf(context, selection, "day", span, cellsOfMonths(someMonths).where(measure, ">", 0));
    const days = await busyPeriods(cellsOfDays(touchedPeriods(left, day)), measure, order);
    for (const someDays of groups(days, search)) {
      const few = overlap(left, { from: day.startOf(someDays.from), to: day.startOf(someDays.to) });
      yield* busyQuarters(search, touchedPeriods(few, quarter), (span) =>
        isOfSome(selection) && span.to! - span.from! > fewQuarters
          ? usageCellsOf(context, selection, "quarter", span, cellsOfDays(someDays).where(measure, ">", 0))
          : quartersInOrder(context, selection, span),
      );
    }
  }
}

/** The quarter hours of a span that hold what is looked for. */
export async function* busyQuarters(
  search: Search,
  span: PeriodSpan,
  cells: (span: PeriodSpan) => CellQuery,
): AsyncGenerator<BusySpan> {
  const quarters = await busyPeriods(cells(span), search.measure, search.order);
  for (const { from, to, count } of groups(quarters, search)) {
    yield { from, to, count, cells: (some) => cells(some).where(search.measure, ">", 0) };
  }
}

/** Cuts periods, in their order, into spans that hold at least as many as are wanted when each is asked for. */
function* groups(
  periods: readonly BusyPeriod[],
  { wanted }: Search,
): Generator<{ from: number; to: number; count: number }> {
  let at = 0;
  while (at < periods.length) {
    const most = wanted();
    const start = periods[at]!.period;
    let end = start;
    let count = 0;
    while (at < periods.length && count < most) {
      end = periods[at]!.period;
      count += periods[at++]!.count;
    }
    if (count === 0) return;
    yield { from: Math.min(start, end), to: Math.max(start, end) + 1, count };
  }
}
