import { HearthError } from "@hearth/core/errors";
import type { Selectable } from "kysely";
import type { UsersTable } from "../../coding/coding-schema.ts";
import type { StoreContext } from "../../context.ts";

/**
 * The user of that id among the caller's.
 * @throws HearthError `not_found`, the same for what does not exist and what is another tenant's
 */
export async function ownUser(
  { db, organizationId, mode }: StoreContext,
  id: string,
): Promise<Selectable<UsersTable>> {
  const row = await db
    .selectFrom("users")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .where("mode", "=", mode)
    .where("public_id", "=", id)
    .executeTakeFirst();
  if (row) return row;
  throw new HearthError("not_found", `There is no user "${id}": GET /users lists those there are.`, [
    { path: "user_id", message: "must be the id of a user of this organization" },
  ]);
}
