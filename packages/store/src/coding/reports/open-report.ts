import { type Calendar, calendarOf } from "@hearth/core/time/calendar";
import { ownTeam } from "../../access/people/own-team.ts";
import type { StoreContext } from "../../context.ts";
import { datesOf, isByDate } from "./report-dates.ts";
import { reportPeriod, type ReportPeriod } from "./report-period.ts";
import { refusedReport, type ReportGrouping, type ReportRequest } from "./report-request.ts";

/** A report whose request was found good. */
export interface OpenReport {
  readonly period: ReportPeriod;
  readonly timeZone: string;
  readonly calendar: Calendar;
  readonly grouping: ReportGrouping;
  /** Local days since 1970-01-01 for which there is a row, used or not; empty where rows are not by date. */
  readonly dates: readonly number[];
  readonly filter: ReportFilter;
}

export interface ReportFilter {
  readonly user: string | undefined;
  readonly project: string | undefined;
  /** Row id. */
  readonly team: number | undefined;
}

/** Rows of one report by date: more than ten years of days. */
const mostDates = 4_000;

/**
 * Checks what a report is asked for.
 * @param usual how it is grouped unless said
 * @throws HearthError `invalid_request`, or `not_found` for a team the tenant does not have
 */
export async function openReport(
  context: StoreContext,
  request: ReportRequest,
  usual: ReportGrouping,
): Promise<OpenReport> {
  const { time_zone: timeZone } = await context.db
    .selectFrom("organizations")
    .select("time_zone")
    .where("id", "=", context.organizationId)
    .executeTakeFirstOrThrow();
  const calendar = calendarOf(timeZone);
  const grouping = request.group_by ?? usual;
  const period = reportPeriod(request, calendar);
  const dates = isByDate(grouping)
    ? datesOf(grouping, calendar.dayOf(period.from), calendar.dayOf(period.to - 1))
    : [];
  if (dates.length > mostDates) {
    const fault = `would have ${dates.length} rows, and ${mostDates} is the most`;
    throw refusedReport("group_by", fault, "group by month, or ask for less time");
  }
  const team = request.team_id === undefined ? undefined : await ownTeam(context, request.team_id);
  const filter = { user: request.user_id, project: request.project_id, team: team?.id };
  return { period, timeZone, calendar, grouping, dates, filter };
}
