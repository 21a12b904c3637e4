import type { Kysely } from "kysely";
import { dayOf } from "@hearth/core/identity/public-id";
import type { Schema } from "../../schema.ts";
import { keyHash, suppliedIdHash } from "../key-hash.ts";
import type { RemovalContext } from "./context.ts";

/** Marks the keys of these events deleted: what is resent under them stores nothing. */
export async function closeEventKeys(
  db: Kysely<Schema>,
  projectId: number,
  suppliedIds: readonly Uint8Array[],
): Promise<void> {
  if (suppliedIds.length === 0) return;
  await db
    .updateTable("play_keys")
    .set({ deleted: 1 })
    .where("project_id", "=", projectId)
    .where("hash", "in", suppliedIds.map(suppliedIdHash))
    .execute();
}

/** Marks every key that leads to this report or session deleted. */
export async function closeRowKeys(
  db: Kysely<Schema>,
  kind: "report" | "session",
  row: { readonly id: number; readonly project_id: number },
): Promise<void> {
  await db
    .updateTable("play_keys")
    .set({ deleted: 1 })
    .where("row_id", "=", row.id)
    .where("kind", "=", kind)
    .where("project_id", "=", row.project_id)
    .execute();
}

/** Leaves the mark by which what still arrives for an erased session is known, and stays erased. */
export async function leaveTombstone(
  { db, ids }: RemovalContext,
  session: { readonly id: number; readonly project_id: number; readonly started_at: number },
): Promise<void> {
  const day = dayOf(session.started_at);
  await db
    .insertInto("play_keys")
    .values({
      project_id: session.project_id,
      hash: keyHash("session-id", ids.encode("session", day, session.id)),
      kind: "session-id",
      row_id: session.id,
      day,
      deleted: 1,
    })
    .onConflict((clash) => clash.columns(["project_id", "hash"]).doUpdateSet({ deleted: 1 }))
    .execute();
}
