import { HearthError } from "@hearth/core/errors";
import type { StoreContext } from "../context.ts";

/** Tables of secrets, each with what a sentence calls one row of it. */
const nouns = { game_tokens: "game token", api_keys: "API key", devices: "device" } as const;

/**
 * Revokes for ever; revoking twice keeps the first time.
 * @throws HearthError `not_found` where the organization has no such credential
 */
export async function revokeCredential(
  { db, organizationId, now }: StoreContext,
  table: keyof typeof nouns,
  id: string,
): Promise<void> {
  await db
    .updateTable(table)
    .set({ revoked_at: now })
    .where("organization_id", "=", organizationId)
    .where("public_id", "=", id)
    .where("revoked_at", "is", null)
    .execute();
  const row = await db
    .selectFrom(table)
    .select("id")
    .where("organization_id", "=", organizationId)
    .where("public_id", "=", id)
    .executeTakeFirst();
  if (row) return;
  throw new HearthError(
    "not_found",
    `There is no ${nouns[table]} "${id}" in this organization: take its id from the list.`,
    [{ path: "id", message: `Must be the id of a ${nouns[table]} of this organization.` }],
  );
}
