import { codingScope } from "./coding-scope-of.ts";
import type { WriterCommand } from "./writer-command.ts";

const millisecondsPerDay = 86_400_000;

/**
 * Removes up to `sessions` of the oldest sessions whose last call is older than their organization keeps calls. Resends
 * are answered as deleted.
 * @returns how many went
 */
export const expireCalls: WriterCommand<{ sessions: number }, number> = async (context, { sessions }) => {
  const { db, now } = context;
  const organizations = await db
    .selectFrom("organizations")
    .select(["id", "call_days"])
    .where("call_days", "is not", null)
    .execute();
  let removed = 0;
  for (const { id: organizationId, call_days: days } of organizations) {
    const cutoff = now - days! * millisecondsPerDay;
    for (const mode of ["live", "test"] as const) {
      const due = await db
        .selectFrom("coding_sessions")
        .select(["stream_id", "first_time", "first_hash"])
        .where("organization_id", "=", organizationId)
        .where("test", "=", mode === "test" ? 1 : 0)
        .where("first_time", "<", cutoff)
        .where("last_time", "<", cutoff)
        .orderBy("first_time")
        .limit(sessions - removed)
        .execute();
      if (due.length === 0) continue;
      const coding = await context.coding();
      const scope = await codingScope({ ...context, organizationId, mode });
      for (const { stream_id, first_time, first_hash } of due) {
        coding.deleteSessionAt(scope, stream_id, first_time, first_hash);
      }
      removed += due.length;
      if (removed >= sessions) return removed;
    }
  }
  return removed;
};
