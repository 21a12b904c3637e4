import { HearthError } from "@hearth/core/errors";
import type { Command } from "../context.ts";
import { checkedName } from "./checked-name.ts";
import { newIdentifier } from "./identifier.ts";
import { organizationOf, type Organization } from "./organization.ts";

/** Makes an organization. The one command that belongs to no organization: the context's is ignored. */
export const createOrganization: Command<{ name: string }, Organization> = async ({ db, now }, input) => {
  const name = checkedName(input.name, { of: "organization" });
  const row = await db
    .insertInto("organizations")
    .values({ public_id: newIdentifier("org"), name, created_at: now })
    .onConflict((clash) => clash.column("name").doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) {
    throw new HearthError("conflict", `There is an organization "${name}" already: choose another name.`);
  }
  return organizationOf(row);
};
