import type { Question } from "../context.ts";
import { organizationOf, type Organization } from "./organization.ts";

/** The organizations the caller can see: his own. */
export const listOrganizations: Question<unknown, { items: readonly Organization[] }> = async ({
  db,
  organizationId,
}) => {
  const rows = await db.selectFrom("organizations").selectAll().where("id", "=", organizationId).execute();
  return { items: rows.map(organizationOf) };
};
