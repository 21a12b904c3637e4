import { HearthError } from "@hearth/core/errors";
import type { StoreContext } from "../../context.ts";

/** Public ids of where a row belongs: what the ledger names it by. */
export interface Tenant {
  readonly organization: string;
  readonly project: string;
}

/** The tenant of a project, or undefined where it belongs to another organization than the caller's. */
export async function tenantOf(
  { db, organizationId }: Pick<StoreContext, "db" | "organizationId">,
  projectId: number,
): Promise<Tenant | undefined> {
  return await db
    .selectFrom("projects")
    .innerJoin("organizations", "organizations.id", "projects.organization_id")
    .select(["organizations.public_id as organization", "projects.public_id as project"])
    .where("projects.id", "=", projectId)
    .where("projects.organization_id", "=", organizationId)
    .executeTakeFirst();
}

export const notFound = (kind: "session" | "report", id: string): HearthError =>
  new HearthError(
    "not_found",
    `There is no ${kind} ${id} in this organization: check the id, and whether it was deleted before.`,
    [{ path: kind, message: `Must be the id of a ${kind} of this organization.` }],
  );
