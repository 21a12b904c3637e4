import type { Command } from "../../context.ts";
import { testOf } from "../reading/coding-tenant.ts";
import { unfinished } from "./report-job.ts";

export type ReportOutcome =
  | { readonly result: string }
  | { readonly error: { readonly code: string; readonly message: string } };

/**
 * Keeps what came of a job, the first time it is told.
 * @param input `result` is JSON text
 */
export const finishReportJob: Command<{ job: string; outcome: ReportOutcome }, void> = async (
  context,
  { job, outcome },
) => {
  await context.db
    .updateTable("coding_jobs")
    .set(
      "result" in outcome
        ? { status: "done", result: outcome.result, finished_at: context.now }
        : { status: "failed", result: JSON.stringify(outcome.error), finished_at: context.now },
    )
    .where("organization_id", "=", context.organizationId)
    .where("test", "=", testOf(context))
    .where("public_id", "=", job)
    .where("status", "in", unfinished)
    .execute();
};
