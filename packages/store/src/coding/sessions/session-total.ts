import type { StoreContext } from "../../context.ts";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";
import { countRows } from "../../games/questions/pages/count-rows.ts";
import { type CodingSelection, isOfSome } from "../reading/coding-selection.ts";
import type { CodingTenant } from "../reading/coding-tenant.ts";
import { usageTotal } from "../reading/usage-total.ts";
import { filtered, sessionsByIndex } from "./session-rows.ts";

/** Entries of an index that are counted sooner than roll-ups are added. */
const mostCounted = 20_000;

/** How many sessions a selection has. */
export async function sessionTotal(
  context: StoreContext,
  tenant: CodingTenant,
  selection: CodingSelection,
): Promise<number> {
  const { inIndex, rest } = sessionsByIndex(context, selection, selection.range);
  const isIndexed = rest.length === 0;
  if (isIndexed && isOfSome(selection)) {
    const some = inIndex.select("first_time").limit(mostCounted + 1);
    const count = await countRows(context.db.selectFrom(some.as("some")));
    if (count <= mostCounted) return count;
  }
  const countRest = async (range: TimeRange) => {
    const part = sessionsByIndex(context, selection, range);
    return await countRows(filtered(part.inIndex, selection, part.rest));
  };
  // Counting in an index is cheaper than adding many small cells, and reading rows is not.
  const levels = isIndexed ? (["month", "day"] as const) : (["month", "day", "quarter"] as const);
  return await usageTotal(context, tenant, selection, "sessions", levels, countRest);
}
