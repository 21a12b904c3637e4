import type { StoreContext } from "../../context.ts";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";
import { countRows } from "../../games/questions/pages/count-rows.ts";
import { type CodingSelection, isOfSome, selectorsOf } from "../reading/coding-selection.ts";
import type { CodingTenant } from "../reading/coding-tenant.ts";
import { usageTotal } from "../reading/usage-total.ts";
import { indexedSessions, passing } from "./session-rows.ts";

/** Entries of an index that are counted sooner than the roll-ups of many subjects are added up. */
const mostCounted = 50_000;
/** The same where each is looked up in the indexes of other filters. */
const mostLookedUp = 4_000;

/** How many sessions a selection has. */
export async function sessionTotal(
  context: StoreContext,
  tenant: CodingTenant,
  selection: CodingSelection,
): Promise<number> {
  const isOneFilter = selectorsOf(selection).length < 2;
  const count = async (range: TimeRange) =>
    await countRows(passing(context, selection, indexedSessions(context, selection, range)));
  const tryCount = async (range: TimeRange) => {
    if (!isOfSome(selection)) return undefined;
    const most = isOneFilter ? mostCounted : mostLookedUp;
    const some = indexedSessions(context, selection, range)
      .select("coding_sessions.first_time")
      .limit(most + 1);
    const entries = await countRows(context.db.selectFrom(some.as("some")));
    if (entries > most) return undefined;
    return isOneFilter ? entries : await count(range);
  };
  return await usageTotal(context, tenant, selection, "sessions", { count, tryCount });
}
