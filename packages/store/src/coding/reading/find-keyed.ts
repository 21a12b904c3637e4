import { hashPrefixOf, keyHash, signalHash } from "@hearth/core/coding/call-identity";
import type { Selectable } from "kysely";
import type { StoreContext } from "../../context.ts";
import {
  type CodingCallsTable,
  type CodingKeysTable,
  type CodingSignalsTable,
  keyKinds,
} from "../coding-schema.ts";
import type { CodingTenant } from "./coding-tenant.ts";
import { digest } from "./digest.ts";

/** What a public id was made of. */
export type Keyed =
  | { readonly call: Selectable<CodingCallsTable> }
  | { readonly signal: Selectable<CodingSignalsTable> };

/**
 * The call or the signal that an id was ever derived from: `evt_`, `sig_`, or `sess_` of the server's own form.
 * The index of keys knows no mode and only the beginnings of hashes: what stands there is compared whole.
 */
export async function findKeyed(
  context: StoreContext,
  tenant: CodingTenant,
  id: string,
): Promise<Keyed | undefined> {
  const beginning = hashPrefixOf(id);
  if (beginning === undefined) return undefined;
  const digits = id.slice(id.indexOf("_") + 1);
  const prefix = Buffer.from(beginning, "hex");
  const keys = await context.db
    .selectFrom("coding_keys")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("prefix", "=", prefix)
    .execute();
  for (const key of keys) {
    if (key.kind === keyKinds.call) {
      const call = await callAt(context, key);
      const names: readonly string[] = call ? JSON.parse(call.keys) : [];
      if (call && names.some((name) => keyHash(digest, tenant, name).startsWith(digits))) return { call };
    } else if (key.kind === keyKinds.signal && id.startsWith("sig_")) {
      const signal = await signalAt(context, key);
      if (signal && signalHash(digest, tenant, signal.type, signal.signal_key).startsWith(digits))
        return { signal };
    }
  }
  return undefined;
}

type KeyRow = Selectable<CodingKeysTable>;

const callAt = async ({ db }: StoreContext, { organization_id, prefix, stream_id, time, hash: at }: KeyRow) =>
  await db
    .selectFrom("coding_calls")
    .selectAll()
    .where("organization_id", "=", organization_id)
    .where("stream_id", "=", stream_id)
    .where("time", "=", time)
    .where("hash", "=", at ?? prefix)
    .executeTakeFirst();

const signalAt = async (
  { db }: StoreContext,
  { organization_id, prefix, stream_id, time, hash: at }: KeyRow,
) =>
  await db
    .selectFrom("coding_signals")
    .selectAll()
    .where("organization_id", "=", organization_id)
    .where("stream_id", "=", stream_id)
    .where("time", "=", time)
    .where("hash", "=", at ?? prefix)
    .executeTakeFirst();
