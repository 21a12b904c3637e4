import type { Calendar } from "@hearth/core/time/calendar";
import { timeRange, type TimeRange } from "../../games/questions/filters/time-range.ts";

/** No call and no signal is of another time (`packages/core/src/coding/read-signal.ts`). */
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2200, 0, 1);
const millisecondsPerDay = 86_400_000;

/**
 * Reads the two ends of a range. A date alone is the midnight it begins with in the organization's time zone.
 * @throws HearthError `invalid_request` naming the end that cannot be read
 */
export function codingRange(
  given: { readonly from?: string | undefined; readonly to?: string | undefined },
  calendar: Calendar,
): TimeRange {
  const { from, to } = timeRange(given);
  const read = (at: number | undefined, text: string | undefined): number | undefined => {
    if (at === undefined || text === undefined) return undefined;
    const near = Math.min(Math.max(at, earliest - millisecondsPerDay), latest + millisecondsPerDay);
    return isDate(text) ? calendar.dayStart(Math.floor(near / millisecondsPerDay)) : near;
  };
  const range = { from: read(from, given.from), to: read(to, given.to) };
  return {
    from: range.from !== undefined && range.from <= earliest ? undefined : range.from,
    to: range.to !== undefined && range.to >= latest ? undefined : range.to,
  };
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** What is left of a range from a time on, in the order of reading, that time included. */
export const rangeFrom = (range: TimeRange, order: "asc" | "desc", time: number): TimeRange =>
  order === "asc" ? { ...range, from: time } : { ...range, to: time + 1 };

/** Whether a part of such a range begins with the time itself, at which some may have been read already. */
export const isAtEdge = ({ from, to }: TimeRange, order: "asc" | "desc", time: number): boolean =>
  order === "asc" ? from === time : to === time + 1;

/** Whether nothing can lie in a range. */
export const isEmptyRange = ({ from, to }: TimeRange): boolean =>
  from !== undefined && to !== undefined && from >= to;
