import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";

/** What a game token opens. Row ids: for the server's own use, never for an answer. */
export interface FoundGameToken {
  readonly tokenId: number;
  readonly organizationId: number;
  readonly projectId: number;
  readonly environmentId: number;
  /** Epoch milliseconds; null while it is good. */
  readonly revokedAt: number | null;
}

/** The game token with that `secretHash`. Asked before the tenant is known: it is what names the tenant. */
export async function findGameToken(
  db: Kysely<Schema>,
  hash: Uint8Array,
): Promise<FoundGameToken | undefined> {
  return await db
    .selectFrom("game_tokens")
    .select([
      "id as tokenId",
      "organization_id as organizationId",
      "project_id as projectId",
      "environment_id as environmentId",
      "revoked_at as revokedAt",
    ])
    .where("hash", "=", hash)
    .executeTakeFirst();
}
