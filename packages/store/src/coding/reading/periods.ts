import type { Calendar } from "@hearth/core/time/calendar";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";

export const millisecondsPerQuarter = 900_000;

/** Periods of one level: from `from`, and before `to`; an absent end is open. */
export interface PeriodSpan {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

export type PeriodLevel = "month" | "day" | "quarter";

/** How instants, epoch milliseconds, fall into the periods of a level. */
interface Ruler {
  periodOf(time: number): number;
  startOf(period: number): number;
}

export function rulerOf(level: PeriodLevel, calendar: Calendar): Ruler {
  if (level === "month") return { periodOf: calendar.monthOf, startOf: calendar.monthStart };
  if (level === "day") return { periodOf: calendar.dayOf, startOf: calendar.dayStart };
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

/** A range as whole periods, the largest that fit, and what is left over at its ends. */
export interface Cut {
  readonly spans: readonly (PeriodSpan & { readonly level: PeriodLevel })[];
  readonly rest: readonly TimeRange[];
}

/** @param levels largest first; each must be made of whole periods of the next */
export function cutRange(range: TimeRange, levels: readonly PeriodLevel[], calendar: Calendar): Cut {
  const spans: (PeriodSpan & { level: PeriodLevel })[] = [];
  let left = [range];
  for (const level of levels) {
    const ruler = rulerOf(level, calendar);
    left = left.flatMap((part) => {
      const { whole, rest } = cutOnce(part, ruler);
      if (whole) spans.push({ ...whole, level });
      return rest;
    });
  }
  return { spans, rest: left };
}

function cutOnce(
  range: TimeRange,
  { periodOf, startOf }: Ruler,
): { whole: PeriodSpan | undefined; rest: TimeRange[] } {
  const { from, to } = range;
  const first = from === undefined ? undefined : firstSince(from, { periodOf, startOf });
  const end = to === undefined ? undefined : periodOf(to);
  if (first !== undefined && end !== undefined && first >= end) return { whole: undefined, rest: [range] };
  const rest: TimeRange[] = [];
  if (from !== undefined && from < startOf(first!)) rest.push({ from, to: startOf(first!) });
  if (to !== undefined && startOf(end!) < to) rest.push({ from: startOf(end!), to });
  return { whole: { from: first, to: end }, rest };
}

/** The first period that begins at or after a time. */
function firstSince(time: number, { periodOf, startOf }: Ruler): number {
  const period = periodOf(time);
  return startOf(period) === time ? period : period + 1;
}
