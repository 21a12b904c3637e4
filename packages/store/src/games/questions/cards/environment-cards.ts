import type { StoreContext } from "../../../context.ts";

/** An environment as a list's row names it. */
export interface EnvironmentCard {
  readonly id: string;
  readonly name: string;
  readonly color: string;
}

/** The environments of the caller's organization with these row ids. */
export async function environmentCards(
  { db, organizationId }: StoreContext,
  rowIds: Iterable<number>,
): Promise<ReadonlyMap<number, EnvironmentCard>> {
  const wanted = [...new Set(rowIds)];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .selectFrom("environments")
    .select(["id", "public_id", "name", "color"])
    .where("organization_id", "=", organizationId)
    .where("id", "in", wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, { id: row.public_id, name: row.name, color: row.color }]));
}
