import { monthOfDay } from "@hearth/core/time/calendar";
import { firstDayOf } from "./report-spans.ts";

export type DateGrouping = "day" | "week" | "month";

export const isByDate = (grouping: string): grouping is DateGrouping =>
  grouping === "day" || grouping === "week" || grouping === "month";

/** The first day of the day, week (from Monday) or month that a local day lies in. */
export function dateOf(grouping: DateGrouping, day: number): number {
  if (grouping === "day") return day;
  if (grouping === "month") return firstDayOf(monthOfDay(day));
  const sinceMonday = (day + 3) % 7;
  return day - sinceMonday;
}

/** Every date from that of the first local day to that of the last. */
export function datesOf(grouping: DateGrouping, firstDay: number, lastDay: number): number[] {
  const dates: number[] = [];
  let date = dateOf(grouping, firstDay);
  while (date <= lastDay) {
    dates.push(date);
    if (grouping === "month") date = firstDayOf(monthOfDay(date) + 1);
    else date += grouping === "week" ? 7 : 1;
  }
  return dates;
}

/** A local day as `2026-11-22`. */
export const dateText = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
