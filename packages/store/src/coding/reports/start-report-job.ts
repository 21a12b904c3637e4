import type { Command } from "../../context.ts";
import { testOf } from "../reading/coding-tenant.ts";

/** Says that a job is being computed; one that a server left behind is begun again. */
export const startReportJob: Command<{ job: string }, void> = async (context, { job }) => {
  await context.db
    .updateTable("coding_jobs")
    .set({ status: "running" })
    .where("organization_id", "=", context.organizationId)
    .where("test", "=", testOf(context))
    .where("public_id", "=", job)
    .where("status", "=", "queued")
    .execute();
};
