import type { Kysely } from "kysely";
import type { Scope } from "@hearth/core/access/scopes";
import type { Mode } from "@hearth/core/access/secret-format";
import type { Schema } from "../schema.ts";
import { scopesOf } from "./api-key.ts";

/** What an API key opens. Row ids: for the server's own use, never for an answer. */
export interface FoundApiKey {
  readonly keyId: number;
  readonly organizationId: number;
  readonly mode: Mode;
  readonly scopes: readonly Scope[];
  /** Epoch milliseconds; null while it is good. */
  readonly revokedAt: number | null;
}

/** The API key with that `secretHash`. Asked before the tenant is known: it is what names the tenant. */
export async function findApiKey(db: Kysely<Schema>, hash: Uint8Array): Promise<FoundApiKey | undefined> {
  const row = await db.selectFrom("api_keys").selectAll().where("hash", "=", hash).executeTakeFirst();
  return (
    row && {
      keyId: row.id,
      organizationId: row.organization_id,
      mode: row.mode,
      scopes: scopesOf(row.scopes),
      revokedAt: row.revoked_at,
    }
  );
}
