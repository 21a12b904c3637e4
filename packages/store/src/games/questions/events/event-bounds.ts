import type { StoreContext } from "../../../context.ts";
import type { TimeRange } from "../filters/time-range.ts";

/** Row ids: from `from`, and below `to`; an absent end is open. */
export interface EventBounds {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** How far the order of rows may stray from the order of receipt. Milliseconds. */
const stray = 3_600_000;

/**
 * Row ids outside of which no event of the range lies. Events have no index by time: their ids are handed
 * out as they are received, so that the ends are found by halving, in some twenty single-row reads each.
 */
export async function eventBounds(context: StoreContext, { from, to }: TimeRange): Promise<EventBounds> {
  return {
    from: from === undefined ? undefined : await firstSince(context, from - stray),
    to: to === undefined ? undefined : await firstSince(context, to + stray),
  };
}

/** The first row id received at or after a time; past the last one where there is none. */
async function firstSince({ db }: StoreContext, at: number): Promise<number> {
  const ids = db.selectFrom("play_events").select("id").limit(1);
  const first = await ids.orderBy("id").executeTakeFirst();
  const last = await ids.orderBy("id", "desc").executeTakeFirst();
  let low = first?.id ?? 0;
  let high = (last?.id ?? 0) + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const row = await db
      .selectFrom("play_events")
      .select(["id", "received_at"])
      .where("id", ">=", middle)
      .orderBy("id")
      .limit(1)
      .executeTakeFirst();
    if (row === undefined || row.received_at >= at) high = middle;
    else low = row.id + 1;
  }
  return low;
}
