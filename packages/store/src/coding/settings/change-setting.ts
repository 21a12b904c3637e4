import type { StoreContext } from "../../context.ts";
import { checkedTimeZone, checkedWhole } from "./checked-settings.ts";

/**
 * Sets the seconds without a call that begin a new session. What is stored is cut anew apart from it
 * (`packages/store/src/engines/sqlite/coding/rebuild-sessions.ts`).
 * @returns what it was before
 */
export async function setSessionTimeout(context: StoreContext, seconds: number): Promise<number> {
  const { db, organizationId } = context;
  const { session_timeout: before } = await db
    .selectFrom("organizations")
    .select("session_timeout")
    .where("id", "=", organizationId)
    .executeTakeFirstOrThrow();
  await db
    .updateTable("organizations")
    .set({ session_timeout: checkedWhole("sessionTimeout", seconds) })
    .where("id", "=", organizationId)
    .execute();
  return before;
}

/**
 * Sets whose days and months are counted; what is stored must be added up anew in the same transaction
 * (`packages/store/src/engines/sqlite/coding/rebuild-days.ts`).
 * @returns what it was before, and the name it has now
 */
export async function setTimeZone(
  context: StoreContext,
  name: string,
): Promise<{ before: string; after: string }> {
  const { db, organizationId } = context;
  const after = checkedTimeZone(name);
  const { time_zone: before } = await db
    .selectFrom("organizations")
    .select("time_zone")
    .where("id", "=", organizationId)
    .executeTakeFirstOrThrow();
  await db.updateTable("organizations").set({ time_zone: after }).where("id", "=", organizationId).execute();
  return { before, after };
}
