import type { Calendar } from "@hearth/core/time/calendar";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";

const millisecondsPerQuarter = 900_000;

/** Periods of one level: from `from`, and before `to`; an absent end is open. */
export interface PeriodSpan {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export type PeriodLevel = "month" | "day" | "quarter";

/** How instants, epoch milliseconds, fall into the periods of a level. */
interface Ruler {
  readonly periodOf: (time: number) => number;
  readonly startOf: (period: number) => number;
}

export function rulerOf(level: PeriodLevel, calendar: Calendar): Ruler {
  if (level === "month") {
    return {
      periodOf: (time) => calendar.monthOf(time),
      startOf: (month) => calendar.monthStart(month),
    };
  }
  if (level === "day") {
    return { periodOf: (time) => calendar.dayOf(time), startOf: (day) => calendar.dayStart(day) };
  }
  return {
    periodOf: (time) => Math.floor(time / millisecondsPerQuarter),
    startOf: (period) => period * millisecondsPerQuarter,
  };
}

/** The periods that a range touches, with those it covers in part. */
export const touchedPeriods = ({ from, to }: TimeRange, { periodOf }: Ruler): PeriodSpan => ({
  from: from === undefined ? undefined : periodOf(from),
  to: to === undefined ? undefined : periodOf(to - 1) + 1,
});

/** Cuts a range into the whole periods of a level and what is left over at its ends, epoch milliseconds. */
export function cutRange(
  range: TimeRange,
  level: PeriodLevel,
  calendar: Calendar,
): { readonly whole: PeriodSpan | undefined; readonly rest: readonly TimeRange[] } {
  const ruler = rulerOf(level, calendar);
  const { from, to } = range;
  const first = from === undefined ? undefined : firstSince(from, ruler);
  const end = to === undefined ? undefined : ruler.periodOf(to);
  if (first !== undefined && end !== undefined && first >= end) return { whole: undefined, rest: [range] };
  const rest: TimeRange[] = [];
  if (from !== undefined && from < ruler.startOf(first!)) rest.push({ from, to: ruler.startOf(first!) });
  if (to !== undefined && ruler.startOf(end!) < to) rest.push({ from: ruler.startOf(end!), to });
  return { whole: { from: first, to: end }, rest };
}

/** The first period that begins at or after a time. */
function firstSince(time: number, { periodOf, startOf }: Ruler): number {
  const period = periodOf(time);
  return startOf(period) === time ? period : period + 1;
}

export const everyTime: TimeRange = { from: undefined, to: undefined };

/** The part of a range that a span of quarters covers. */
export const timeOfQuarters = (
  { from, to }: { readonly from: number; readonly to: number },
  range: TimeRange,
): { from: number; to: number } =>
  overlap(range, { from: from * millisecondsPerQuarter, to: to * millisecondsPerQuarter });

export const overlap = (
  { from = -Infinity, to = Infinity }: TimeRange,
  part: { readonly from: number; readonly to: number },
): { from: number; to: number } => ({ from: Math.max(from, part.from), to: Math.min(to, part.to) });
