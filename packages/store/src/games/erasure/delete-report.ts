import { dayOf } from "@hearth/core/identity/public-id";
import type { ErasureCommand } from "./context.ts";
import { removeReport } from "./remove-report.ts";
import { type Removed, sumRemoved } from "./removed.ts";
import { notFound, tenantOf } from "./tenant.ts";

/**
 * Deletes a report by its public id, with the files that only it names. What is resent under its
 * `clientRequestId` is answered with its id and stores nothing.
 * @throws HearthError `not_found`, the same for what does not exist and what belongs to another organization
 */
export const deleteReport: ErasureCommand<{ report: string }, Removed> = async (context, input) => {
  const identity = context.ids.decode(input.report);
  if (identity?.kind !== "report") throw notFound("report", input.report);
  const report = await context.db
    .selectFrom("play_reports")
    .selectAll()
    .where("id", "=", identity.row)
    .executeTakeFirst();
  const tenant = report && (await tenantOf(context, report.project_id));
  if (!tenant || dayOf(report.created_at) !== identity.day) throw notFound("report", input.report);

  const removed = sumRemoved(await removeReport(context, report));
  const at = Math.max(context.now, report.created_at);
  context.ledger.append({ ...tenant, kind: "report", identifier: input.report.toLowerCase(), at });
  return removed;
};
