import type { TimeRange } from "../filters/time-range.ts";
import type { Filters, OpenPage } from "./open-page.ts";

/**
 * What is left of a range where a page begins. Past its position the outer end holds anyway, and given two
 * bounds on one side an engine may start reading from the wrong one.
 */
export function unpassedRange(
  range: TimeRange,
  { order, position }: Pick<OpenPage<Filters>, "order" | "position">,
): TimeRange {
  if (position === undefined) return range;
  return order === "desc" ? { ...range, to: undefined } : { ...range, from: undefined };
}
