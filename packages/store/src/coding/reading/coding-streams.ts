import { type Selectable, sql } from "kysely";
import type { StoreContext } from "../../context.ts";
import { aside } from "../../games/questions/filters/aside.ts";
import type { CodingStreamsTable } from "../coding-schema.ts";
import { testOf } from "./coding-tenant.ts";
import { askable } from "./coding-terms.ts";

export type StreamRow = Selectable<CodingStreamsTable>;

/** Streams of the caller's organization and mode, by their ids. */
export async function streamsById(
  context: StoreContext,
  ids: Iterable<number>,
): Promise<ReadonlyMap<number, StreamRow>> {
  const streams = new Map<number, StreamRow>();
  for (const wanted of askable(ids)) {
    const rows = await context.db
      .selectFrom("coding_streams")
      .selectAll()
      .where("id", "in", wanted)
      .where(aside("organization_id"), "=", context.organizationId)
      .where(aside("test"), "=", testOf(context))
      .execute();
    for (const row of rows) streams.set(row.id, row);
  }
  return streams;
}

/** The stream of a session that its client named. */
export async function namedStream(context: StoreContext, name: string): Promise<StreamRow | undefined> {
  return await context.db
    .selectFrom("coding_streams")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("test", "=", testOf(context))
    .where("name", "=", name)
    // Said in the text: the index of names holds no other kind.
    .where("kind", "=", sql.lit("named" as const))
    .executeTakeFirst();
}
