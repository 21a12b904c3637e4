import type { StoreContext } from "../../context.ts";
import { countRows } from "../../games/questions/pages/count-rows.ts";
import { type CodingSelection, isOfSome, selectorsOf } from "../reading/coding-selection.ts";
import type { CodingTenant } from "../reading/coding-tenant.ts";
import { type Counting, usageTotal } from "../reading/usage-total.ts";
import { indexedSessions, passing } from "./session-rows.ts";

/** Entries of an index that are counted sooner than the roll-ups of many subjects are added up. */
const mostCounted = 50_000;

/** How many sessions a selection has. */
export async function sessionTotal(
  context: StoreContext,
  tenant: CodingTenant,
  selection: CodingSelection,
): Promise<number> {
  const isIndexed = selectorsOf(selection).length < 2 && isOfSome(selection);
  const counting: Counting = {
    count: async (range) =>
      await countRows(passing(context, selection, indexedSessions(context, selection, range))),
    tryCount: async (range) => {
      if (!isIndexed) return undefined;
      const some = indexedSessions(context, selection, range)
        .select("coding_sessions.first_time")
        .limit(mostCounted + 1);
      const count = await countRows(context.db.selectFrom(some.as("some")));
      return count > mostCounted ? undefined : count;
    },
  };
  return await usageTotal(context, tenant, selection, "sessions", counting);
}
