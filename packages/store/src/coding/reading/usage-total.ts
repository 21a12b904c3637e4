import type { StoreContext } from "../../context.ts";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";
import type { CodingSelection } from "./coding-selection.ts";
import type { CodingTenant } from "./coding-tenant.ts";
import { cutRange, type PeriodLevel } from "./periods.ts";
import { type Measure, sumOf, usageCells } from "./usage-cells.ts";

/** How rows are counted where roll-ups are not asked. */
export interface Counting {
  /** All of a range that is shorter than any roll-up. */
  count(range: TimeRange): Promise<number>;
  /** All of a range where they are few; undefined where they are not. */
  tryCount(range: TimeRange): Promise<number | undefined>;
}

/** Largest first; each is made of whole periods of the next. */
const levels = ["month", "day", "quarter"] as const;

/** How much of a measure a selection holds: by rows where these are few, else by the largest roll-ups that fit. */
export async function usageTotal(
  context: StoreContext,
  { calendar }: CodingTenant,
  selection: CodingSelection,
  measure: Measure,
  counting: Counting,
): Promise<number> {
  const total = async (range: TimeRange, [level, ...smaller]: readonly PeriodLevel[]): Promise<number> => {
    if (level === undefined) return await counting.count(range);
    const few = await counting.tryCount(range);
    if (few !== undefined) return few;
    const { whole, rest } = cutRange(range, level, calendar);
    let sum = whole ? await sumOf(usageCells(context, selection, level, whole), measure) : 0;
    for (const part of rest) sum += await total(part, smaller);
    return sum;
  };
  const { range } = selection;
  if (range.from !== undefined || range.to !== undefined) return await total(range, levels);
  return await sumOf(usageCells(context, selection, "ever", range), measure);
}
