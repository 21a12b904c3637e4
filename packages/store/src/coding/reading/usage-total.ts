import type { StoreContext } from "../../context.ts";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";
import type { CodingSelection } from "./coding-selection.ts";
import type { CodingTenant } from "./coding-tenant.ts";
import { cutRange, type PeriodLevel } from "./periods.ts";
import { type Measure, sumOf, usageCells } from "./usage-cells.ts";

/**
 * How much of a measure a selection holds: by roll-ups as far as its range is made of whole periods.
 * @param levels of the roll-ups to use, largest first
 * @param countRest counts the rows of a stretch shorter than the smallest of them
 */
export async function usageTotal(
  context: StoreContext,
  { calendar }: CodingTenant,
  selection: CodingSelection,
  measure: Measure,
  levels: readonly PeriodLevel[],
  countRest: (range: TimeRange) => Promise<number>,
): Promise<number> {
  const { range } = selection;
  if (range.from === undefined && range.to === undefined) {
    return await sumOf(usageCells(context, selection, "ever", range), measure);
  }
  const { spans, rest } = cutRange(range, levels, calendar);
  let total = 0;
  for (const span of spans) total += await sumOf(usageCells(context, selection, span.level, span), measure);
  for (const part of rest) total += await countRest(part);
  return total;
}
