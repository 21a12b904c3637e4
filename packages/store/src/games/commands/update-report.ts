import type { Command } from "../../context.ts";
import { ownReport } from "../questions/filters/own-report.ts";
import { updateReports, type ReportChange, type UpdatedReport } from "./update-reports.ts";

/** Public id, and what changes. */
export type SingleReportChange = Omit<ReportChange, "project" | "reports"> & { readonly report: string };

/**
 * Changes severity or status of one report, under the rules of several.
 * @throws HearthError `not_found`, the same for what does not exist and what belongs to another organization
 */
export const updateReport: Command<SingleReportChange, UpdatedReport> = async (
  context,
  { report, ...change },
) => {
  const { project } = await ownReport(context, report);
  const { items } = await updateReports(context, { ...change, project: project.id, reports: [report] });
  return items[0]!;
};
