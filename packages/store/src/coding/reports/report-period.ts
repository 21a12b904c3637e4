import type { Calendar } from "@hearth/core/time/calendar";
import { parseInstant } from "@hearth/core/time/instant";
import { refusedReport, type ReportRequest } from "./report-request.ts";

/** Epoch milliseconds, both on a quarter hour: from `from`, and before `to`. */
export interface ReportPeriod {
  readonly from: number;
  readonly to: number;
}

export const millisecondsPerQuarter = 900_000;
const millisecondsPerDay = 86_400_000;
/** Calls are of 2000 to 2199; a day more at either end for the time zones. */
const earliest = Date.UTC(1999, 11, 31);
const latest = Date.UTC(2200, 0, 2);

/**
 * Reads the two ends of a report, and widens them to whole quarter hours, which is what usage is counted by.
 * @throws HearthError `invalid_request` naming the end that is absent, cannot be read, or leaves nothing between
 */
export function reportPeriod(request: ReportRequest, calendar: Calendar): ReportPeriod {
  const from = readEnd("from", request.from, calendar);
  const to = readEnd("to", request.to, calendar);
  if (from >= to) {
    throw refusedReport(
      "to",
      "must be later than from",
      "it is exclusive, so a day ends with the next one's date",
    );
  }
  return {
    from: Math.floor(from / millisecondsPerQuarter) * millisecondsPerQuarter,
    to: Math.ceil(to / millisecondsPerQuarter) * millisecondsPerQuarter,
  };
}

function readEnd(name: "from" | "to", text: string | undefined, calendar: Calendar): number {
  const example = "name a day such as 2026-11-22, or a time such as 2026-11-22T09:30:00Z";
  if (text === undefined) throw refusedReport(name, "is required", example);
  const instant = parseInstant(text);
  if (instant === undefined) throw refusedReport(name, "must be an ISO 8601 date or time", example);
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = isDate ? calendar.dayStart(instant / millisecondsPerDay) : instant;
  if (at >= earliest && at <= latest) return at;
  throw refusedReport(name, "must be from 2000 to 2199", "no call is of another time");
}
