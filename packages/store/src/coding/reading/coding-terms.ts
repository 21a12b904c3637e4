import type { StoreContext } from "../../context.ts";
import { aside } from "../../games/questions/filters/aside.ts";

/** Ids one statement asks for: every engine bounds its parameters. */
const mostAsked = 1_000;

/** Ids cut into lists that one statement can ask for, each id once. */
export function* askable(ids: Iterable<number>): Generator<number[]> {
  const wanted = [...new Set(ids)];
  for (let at = 0; at < wanted.length; at += mostAsked) yield wanted.slice(at, at + mostAsked);
}

/** The texts that ids stand for; 0 is "". */
export async function termTexts(
  { db, organizationId }: StoreContext,
  ids: Iterable<number>,
): Promise<ReadonlyMap<number, string>> {
  const texts = new Map<number, string>([[0, ""]]);
  for (const wanted of askable(ids)) {
    const rows = await db
      .selectFrom("coding_terms")
      .select(["id", "term"])
      .where("id", "in", wanted)
      .where(aside("organization_id"), "=", organizationId)
      .execute();
    for (const { id, term } of rows) texts.set(id, term);
  }
  return texts;
}

/** The ids of those texts that the organization knows. */
export async function termIds(
  { db, organizationId }: StoreContext,
  texts: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (texts.length === 0) return new Map();
  const rows = await db
    .selectFrom("coding_terms")
    .select(["id", "term"])
    .where("organization_id", "=", organizationId)
    .where("term", "in", texts)
    .execute();
  return new Map(rows.map(({ id, term }) => [term, id]));
}
