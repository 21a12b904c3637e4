import type { StoreContext } from "../../context.ts";

/** Ids one statement asks for: every engine bounds its parameters. */
const mostAsked = 1_000;

/**
 * The models that the ids of cells stand for.
 * @returns null for 0, which is no model
 */
export async function modelNames(
  { db, organizationId }: StoreContext,
  modelIds: readonly number[],
): Promise<ReadonlyMap<number, string | null>> {
  const names = new Map<number, string | null>([[0, null]]);
  const wanted = [...new Set(modelIds)].filter((id) => id !== 0);
  for (let start = 0; start < wanted.length; start += mostAsked) {
    const terms = await db
      .selectFrom("coding_terms")
      .select(["id", "term"])
      .where("id", "in", wanted.slice(start, start + mostAsked))
      .where("organization_id", "=", organizationId)
      .execute();
    for (const { id, term } of terms) names.set(id, term);
  }
  return names;
}
