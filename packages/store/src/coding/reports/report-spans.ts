import { type Calendar, monthOfDay } from "@hearth/core/time/calendar";
import { usageLevels } from "../coding-schema.ts";
import { millisecondsPerQuarter, type ReportPeriod } from "./report-period.ts";

/** Periods of one level of the roll-ups: from `from`, and before `to`. */
export type ReportSpan =
  | { readonly level: "day" | "month"; readonly from: number; readonly to: number }
  | {
      readonly level: "quarter";
      readonly from: number;
      readonly to: number;
      /** The local day that all of them lie in. */
      readonly day: number;
    };

/**
 * Cuts a period into the largest cells that fill it: quarter hours up to the first local midnight, whole days
 * (of these whole months where the report can do with them), quarter hours after the last midnight.
 */
export function reportSpans(period: ReportPeriod, calendar: Calendar, withMonths: boolean): ReportSpan[] {
  const endDay = calendar.dayOf(period.to);
  const openDay = calendar.dayOf(period.from);
  const firstDay = calendar.dayStart(openDay) === period.from ? openDay : openDay + 1;
  if (firstDay > endDay) return quarters(period.from, period.to, openDay);
  return [
    ...quarters(period.from, calendar.dayStart(firstDay), openDay),
    ...(withMonths ? monthsAndDays(firstDay, endDay) : span("day", firstDay, endDay)),
    ...quarters(calendar.dayStart(endDay), period.to, endDay),
  ];
}

/** The first local day of a month. */
export const firstDayOf = (month: number): number =>
  Date.UTC(Math.floor(month / 12), month % 12) / 86_400_000;

function monthsAndDays(firstDay: number, endDay: number): ReportSpan[] {
  const openMonth = monthOfDay(firstDay);
  const firstMonth = firstDayOf(openMonth) === firstDay ? openMonth : openMonth + 1;
  const endMonth = monthOfDay(endDay);
  if (firstMonth >= endMonth) return span("day", firstDay, endDay);
  return [
    ...span("day", firstDay, firstDayOf(firstMonth)),
    ...span("month", firstMonth, endMonth),
    ...span("day", firstDayOf(endMonth), endDay),
  ];
}

const span = (level: "day" | "month", from: number, to: number): ReportSpan[] =>
  from < to ? [{ level, from, to }] : [];

function quarters(from: number, to: number, day: number): ReportSpan[] {
  const [first, end] = [from / millisecondsPerQuarter, to / millisecondsPerQuarter];
  return first < end ? [{ level: "quarter", from: first, to: end, day }] : [];
}

export const levelOf = (span: ReportSpan): number => usageLevels[span.level];
