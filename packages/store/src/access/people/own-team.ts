import { HearthError } from "@hearth/core/errors";
import type { Selectable } from "kysely";
import type { TeamsTable } from "../../coding/coding-schema.ts";
import type { StoreContext } from "../../context.ts";

/**
 * The team of that id among the caller's.
 * @throws HearthError `not_found`, the same for what does not exist and what is another tenant's
 */
export async function ownTeam(
  { db, organizationId, mode }: StoreContext,
  id: string,
): Promise<Selectable<TeamsTable>> {
  const row = await db
    .selectFrom("teams")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .where("mode", "=", mode)
    .where("public_id", "=", id)
    .executeTakeFirst();
  if (row) return row;
  throw new HearthError("not_found", `There is no team "${id}": GET /teams lists those there are.`, [
    { path: "team_id", message: "must be the id of a team of this organization" },
  ]);
}
