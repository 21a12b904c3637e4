import type { Kysely } from "kysely";
import { erasureHash } from "../games/erasure/ledger.ts";
import type { LedgerContent } from "../games/erasure/read-ledger.ts";
import type { Schema } from "../schema.ts";
import type { CodingBook } from "./coding-book.ts";

/** Position hashes that one step deletes by. */
const atOnce = 1_000;

/**
 * Deletes again the coding calls that a restored database brought back: those of erased users, and those that
 * were deleted with their session. Each step is a transaction of its own.
 * @returns how many calls and signals went
 */
export async function replayCoding(
  db: Kysely<Schema>,
  coding: CodingBook,
  ledger: LedgerContent,
  secret: string,
): Promise<{ calls: number; signals: number }> {
  const removed = { calls: 0, signals: 0 };
  const hashes = [...ledger.calls];
  if (ledger.users.size + hashes.length === 0) return removed;
  const organizations = await db.selectFrom("organizations").select(["id", "public_id"]).execute();
  for (const { id: organizationId, public_id: organization } of organizations) {
    for (const test of [0, 1] as const) {
      const scope = { organizationId, organization, test };
      for (const user of await erasedUsers(db, organizationId, organization, ledger, secret)) {
        const erased = await db.transaction().execute(async () => coding.eraseUser(scope, user));
        removed.calls += erased.calls;
        removed.signals += erased.signals;
      }
      for (let at = 0; at < hashes.length; at += atOnce) {
        const step = hashes.slice(at, at + atOnce);
        removed.calls += await db.transaction().execute(async () => coding.deleteCalls(scope, step));
      }
    }
  }
  return removed;
}

async function erasedUsers(
  db: Kysely<Schema>,
  organizationId: number,
  organization: string,
  { users }: LedgerContent,
  secret: string,
): Promise<string[]> {
  const known = await db
    .selectFrom("coding_streams")
    .select("user_id")
    .distinct()
    .where("organization_id", "=", organizationId)
    .execute();
  return known
    .map(({ user_id }) => user_id)
    .filter((identifier) =>
      users.has(erasureHash(secret, { organization, project: "", kind: "user", identifier })),
    );
}
