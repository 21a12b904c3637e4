import type { Command } from "../context.ts";
import { apiKeyOf, type ApiKey } from "./api-key.ts";
import { revokeCredential } from "./revoke-credential.ts";

/** Revokes the API key of that id for ever and answers it as it now stands. */
export const revokeApiKey: Command<{ id: string }, ApiKey> = async (context, { id }) => {
  await revokeCredential(context, "api_keys", id);
  const row = await context.db
    .selectFrom("api_keys")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("public_id", "=", id)
    .executeTakeFirstOrThrow();
  return apiKeyOf(row);
};
