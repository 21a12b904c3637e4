import type { Selectable } from "kysely";
import { dayOf } from "@hearth/core/identity/public-id";
import type { StoreContext } from "../../../context.ts";
import type { PlayReportsTable } from "../../../schema.ts";
import { notFound } from "../../erasure/tenant.ts";

export interface OwnReport {
  readonly report: Selectable<PlayReportsTable>;
  readonly project: { readonly id: string; readonly name: string };
}

/**
 * The report of the caller's organization with this public id.
 * @throws HearthError `not_found`, the same for what does not exist and what belongs to another organization
 */
export async function ownReport({ db, ids, organizationId }: StoreContext, id: string): Promise<OwnReport> {
  const identity = ids.decode(id);
  if (identity?.kind !== "report") throw notFound("report", id);
  const report = await db
    .selectFrom("play_reports")
    .selectAll()
    .where("id", "=", identity.row)
    .executeTakeFirst();
  if (!report || dayOf(report.created_at) !== identity.day) throw notFound("report", id);
  const project = await db
    .selectFrom("projects")
    .select(["public_id as id", "name"])
    .where("id", "=", report.project_id)
    .where("organization_id", "=", organizationId)
    .executeTakeFirst();
  if (!project) throw notFound("report", id);
  return { report, project };
}
