import type { StoreContext } from "../context.ts";

export type CredentialKind = "api_keys" | "devices";

/** Credentials by their rows, each used at some time of the last minute. */
export interface CredentialUse {
  readonly kind: CredentialKind;
  readonly ids: readonly number[];
}

/** Notes when credentials were used, in every organization. */
export async function noteCredentialUse(
  { db, now }: Pick<StoreContext, "db" | "now">,
  { kind, ids }: CredentialUse,
): Promise<void> {
  await db.updateTable(kind).set({ last_used_at: now }).where("id", "in", ids).execute();
}
