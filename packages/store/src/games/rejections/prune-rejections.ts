import { type Kysely, sql } from "kysely";
import { millisecondsPerDay } from "@hearth/core/identity/public-id";
import type { StoreContext } from "../../context.ts";
import type { Schema } from "../../schema.ts";

const daysKept = 7;
const mostRows = 500;

export interface Pruned {
  readonly removed: number;
  /** Whether another call would find more. */
  readonly more: boolean;
}

/**
 * Removes refused requests that were last refused seven days ago, then the oldest until what is left takes
 * no more than `maxBytes` octets of bodies, over all projects. One call removes at most `rows`.
 */
export async function pruneRejections(
  { db, now }: Pick<StoreContext, "db" | "now">,
  { maxBytes, rows }: { readonly maxBytes: number; readonly rows: number },
): Promise<Pruned> {
  const limit = Math.min(rows, mostRows);
  const oldest = await db
    .selectFrom("rejections")
    .select(["id", "received_at", sizeOfBody.as("bytes")])
    .orderBy("received_at")
    .orderBy("id")
    .limit(limit)
    .execute();
  let excess = (await totalBytes(db)) - maxBytes;
  const removable: number[] = [];
  for (const { id, received_at, bytes } of oldest) {
    if (received_at >= now - daysKept * millisecondsPerDay && excess <= 0) break;
    removable.push(id);
    excess -= Number(bytes);
  }
  if (removable.length > 0) await db.deleteFrom("rejections").where("id", "in", removable).execute();
  return { removed: removable.length, more: removable.length === limit };
}

/** Octets, on both engines; the body itself is not read. */
const sizeOfBody = sql<number | string>`length(body)`;

async function totalBytes(db: Kysely<Schema>): Promise<number> {
  const { bytes } = await db
    .selectFrom("rejections")
    .select(sql<number | string | null>`sum(length(body))`.as("bytes"))
    .executeTakeFirstOrThrow();
  return Number(bytes ?? 0);
}
