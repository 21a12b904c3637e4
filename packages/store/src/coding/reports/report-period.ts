import type { Calendar } from "@hearth/core/time/calendar";
import { codingRange } from "../reading/coding-range.ts";
import { refusedReport, type ReportRequest } from "./report-request.ts";

/** Epoch milliseconds, both on a quarter hour: from `from`, and before `to`. */
export interface ReportPeriod {
  readonly from: number;
  readonly to: number;
}

export const millisecondsPerQuarter = 900_000;
/** No call is of another time: a range that reaches further is open for whoever reads it. */
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2200, 0, 1);

/**
 * Reads the two ends of a report, and widens them to whole quarter hours, which is what usage is counted by.
 * @throws HearthError `invalid_request` naming the end that is absent, cannot be read, or leaves nothing between
 */
export function reportPeriod(request: ReportRequest, calendar: Calendar): ReportPeriod {
  for (const name of ["from", "to"] as const) {
    if (request[name] !== undefined) continue;
    throw refusedReport(
      name,
      "is required",
      "name a day such as 2026-11-22, or a time such as 2026-11-22T09:30:00Z",
    );
  }
  const { from = earliest, to = latest } = codingRange(request, calendar);
  if (from >= to) {
    throw refusedReport(
      "to",
      "must be later than from",
      "it is exclusive, so the report of a day ends with the date of the next",
    );
  }
  return {
    from: Math.floor(from / millisecondsPerQuarter) * millisecondsPerQuarter,
    to: Math.ceil(to / millisecondsPerQuarter) * millisecondsPerQuarter,
  };
}
