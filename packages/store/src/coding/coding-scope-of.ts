import type { StoreContext } from "../context.ts";
import type { CodingScope } from "./coding-book.ts";

/** The caller's organization and mode, as the coding side names them. */
export async function codingScope({ db, organizationId, mode }: StoreContext): Promise<CodingScope> {
  const { public_id: organization } = await db
    .selectFrom("organizations")
    .select("public_id")
    .where("id", "=", organizationId)
    .executeTakeFirstOrThrow();
  return { organizationId, organization, test: mode === "test" ? 1 : 0 };
}
