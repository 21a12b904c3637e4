import type { StoreContext } from "../../context.ts";
import { countRows } from "../../games/questions/pages/count-rows.ts";
import type { CodingTenant } from "../reading/coding-tenant.ts";
import { rulerOf, touchedPeriods } from "../reading/periods.ts";
import { quartersInOrder } from "../reading/usage-cells.ts";
import { usageTotal } from "../reading/usage-total.ts";
import { callsWithin, type EventSelection } from "./event-rows.ts";

/** How many events a selection has. */
export async function eventTotal(
  context: StoreContext,
  tenant: CodingTenant,
  selection: EventSelection,
): Promise<number> {
  const measure = selection.isErrorOnly ? "errors" : "calls";
  return await usageTotal(context, tenant, selection, measure, {
    tryCount: async () => await Promise.resolve(undefined),
    async count(range) {
      const { from, to } = range;
      // Shorter than a quarter hour, and open at neither end.
      if (from === undefined || to === undefined) return 0;
      const quarters = touchedPeriods(range, rulerOf("quarter", tenant.calendar));
      const streams = quartersInOrder(context, selection, quarters).select("stream_id");
      return await countRows(callsWithin(context, selection, streams, { from, to }));
    },
  });
}
