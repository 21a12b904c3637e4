import { formatInstant } from "@hearth/core/time/instant";
import type { OpenReport } from "./open-report.ts";
import type { ReportGrouping } from "./report-request.ts";

/** What every report says of itself. */
export interface ReportHead {
  /** As counted: whole quarter hours, ISO 8601. */
  readonly period: { readonly from: string; readonly to: string; readonly time_zone: string };
  readonly group_by: ReportGrouping;
}

export const reportHead = ({ period, timeZone, grouping }: OpenReport): ReportHead => ({
  period: { from: formatInstant(period.from), to: formatInstant(period.to), time_zone: timeZone },
  group_by: grouping,
});

/** Whole micro-dollars as dollars. */
export const dollars = (microDollars: number): number => microDollars / 1_000_000;
