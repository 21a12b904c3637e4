import { formatInstant } from "@hearth/core/time/instant";
import type { Selectable } from "kysely";
import type { StoreContext } from "../../context.ts";
import { JsonText } from "../../json-text.ts";
import type { CodingJobsTable } from "../coding-schema.ts";
import { testOf } from "../reading/coding-tenant.ts";

export type ReportKind = "usage" | "cost" | "models";

/** A report that is computed apart from its request. */
export interface ReportJob {
  readonly id: string;
  readonly report: ReportKind;
  readonly status: CodingJobsTable["status"];
  readonly created_at: string;
  readonly finished_at: string | null;
  /** The report; null until it is done. */
  readonly result: JsonText | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export const unfinished = ["queued", "running"] as const;
export const finished = ["done", "failed"] as const;

/** The tenant's jobs. */
export const jobsOf = (context: StoreContext) =>
  context.db
    .selectFrom("coding_jobs")
    .where("organization_id", "=", context.organizationId)
    .where("test", "=", testOf(context));

export const reportJobOf = (row: Selectable<CodingJobsTable>): ReportJob => ({
  id: row.public_id,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  report: row.kind as ReportKind,
  status: row.status,
  created_at: formatInstant(row.created_at),
  finished_at: row.finished_at === null ? null : formatInstant(row.finished_at),
  result: row.status === "done" ? new JsonText(row.result!) : null,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  error: row.status === "failed" ? (JSON.parse(row.result!) as ReportJob["error"]) : null,
});
