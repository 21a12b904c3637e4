import type { StoreContext } from "../../context.ts";
import type { CodingScope } from "../coding-book.ts";

/** The caller's organization in each of the modes it has calls in; live where it has none. */
export async function codingScopes({ db, organizationId }: StoreContext): Promise<CodingScope[]> {
  const { public_id: organization } = await db
    .selectFrom("organizations")
    .select("public_id")
    .where("id", "=", organizationId)
    .executeTakeFirstOrThrow();
  const modes = await db
    .selectFrom("coding_streams")
    .select("test")
    .distinct()
    .where("organization_id", "=", organizationId)
    .orderBy("test")
    .execute();
  const tests = modes.length > 0 ? modes.map(({ test }) => (test === 1 ? 1 : 0)) : [0 as const];
  return tests.map((test) => ({ organizationId, organization, test }));
}
