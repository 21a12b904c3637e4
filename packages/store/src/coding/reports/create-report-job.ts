import { HearthError } from "@hearth/core/errors";
import { newIdentifier } from "../../access/identifier.ts";
import type { Command, StoreContext } from "../../context.ts";
import { testOf } from "../reading/coding-tenant.ts";
import { openReport } from "./open-report.ts";
import { finished, jobsOf, type ReportJob, type ReportKind, reportJobOf, unfinished } from "./report-job.ts";
import type { ReportRequest } from "./report-request.ts";

const mostWaiting = 100;
const mostKept = 200;
const keptFor = 7 * 86_400_000;

/**
 * Notes a report to be computed. One that waits already is not noted twice; what has long been finished is
 * let go of.
 * @throws HearthError what the report would be refused for, or `rate_limited` where too many wait
 */
export const createReportJob: Command<ReportRequest & { readonly report: ReportKind }, ReportJob> = async (
  context,
  { report, ...request },
) => {
  await openReport(context, request, "day");
  const { from, to, group_by, user_id, project_id, team_id } = request;
  const input = JSON.stringify({ from, to, group_by, user_id, project_id, team_id });
  const waiting = await jobsOf(context).selectAll().where("status", "in", unfinished).execute();
  const same = waiting.find((job) => job.kind === report && job.input === input);
  if (same) return reportJobOf(same);
  if (waiting.length >= mostWaiting) {
    throw new HearthError(
      "rate_limited",
      `${mostWaiting} reports are waiting to be computed: ask again when some are done.`,
    );
  }
  await letGo(context);
  const row = await context.db
    .insertInto("coding_jobs")
    .values({
      organization_id: context.organizationId,
      test: testOf(context),
      public_id: newIdentifier("job"),
      kind: report,
      input,
      status: "queued",
      result: null,
      created_at: context.now,
      finished_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return reportJobOf(row);
};

/** Removes what was finished seven days ago, and all but the newest. */
async function letGo(context: StoreContext): Promise<void> {
  const rows = await jobsOf(context)
    .select(["id", "finished_at"])
    .where("status", "in", finished)
    .orderBy("id", "desc")
    .execute();
  const old = rows.filter(
    ({ finished_at: at }, place) => place >= mostKept - 1 || at! < context.now - keptFor,
  );
  if (old.length === 0) return;
  await context.db
    .deleteFrom("coding_jobs")
    .where(
      "id",
      "in",
      old.map(({ id }) => id),
    )
    .execute();
}
