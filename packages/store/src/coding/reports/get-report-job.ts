import { HearthError } from "@hearth/core/errors";
import type { Question } from "../../context.ts";
import { jobsOf, type ReportJob, reportJobOf } from "./report-job.ts";

/** Where a job stands, and what came of it. */
export const getReportJob: Question<{ job: string }, ReportJob> = async (context, { job }) => {
  const row = await jobsOf(context).selectAll().where("public_id", "=", job).executeTakeFirst();
  if (row) return reportJobOf(row);
  throw new HearthError(
    "not_found",
    "There is no such job: finished ones are kept for seven days, ask for the report again.",
    [{ path: "job", message: "is not known" }],
  );
};
