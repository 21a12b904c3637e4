import type { StoreContext } from "../../context.ts";

/** What changes stored figures on purpose. */
export type CodingAct = "repricing" | "session-timeout" | "time-zone";

/** Notes such a change with what is to be known of it, in the transaction of the change. */
export async function recordAct(
  { db, organizationId, now }: StoreContext,
  kind: CodingAct,
  facts: object,
): Promise<number> {
  const { id } = await db
    .insertInto("coding_acts")
    .values({ organization_id: organizationId, kind, facts: JSON.stringify(facts), at: now })
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** What an act that takes several transactions has come to. */
export async function updateAct(
  { db, organizationId }: StoreContext,
  id: number,
  facts: object,
): Promise<void> {
  await db
    .updateTable("coding_acts")
    .set({ facts: JSON.stringify(facts) })
    .where("organization_id", "=", organizationId)
    .where("id", "=", id)
    .execute();
}
