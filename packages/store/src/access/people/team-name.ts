import { HearthError } from "@hearth/core/errors";
import type { StoreContext } from "../../context.ts";
import { checkedName } from "../checked-name.ts";

/**
 * A name that no other team of the caller's has.
 * @param but row id of the team that may have it
 * @throws HearthError `invalid_request` or `conflict`
 */
export async function freeTeamName(
  { db, organizationId, mode }: StoreContext,
  text: string,
  but = 0,
): Promise<string> {
  const name = checkedName(text, { of: "team" });
  const taken = await db
    .selectFrom("teams")
    .select("id")
    .where("organization_id", "=", organizationId)
    .where("mode", "=", mode)
    .where("name", "=", name)
    .where("id", "!=", but)
    .executeTakeFirst();
  if (!taken) return name;
  throw new HearthError("conflict", `There is a team "${name}" already: choose another name.`, [
    { path: "name", message: "is taken" },
  ]);
}
