import type { StoreContext } from "../../context.ts";
import { type Removed, sumRemoved } from "../erasure/removed.ts";
import { firstPlace, type Place } from "./lane.ts";
import { lanesOf } from "./lanes.ts";

export interface ExpiryOrder {
  /** What the step before answered; null starts a pass over everything. */
  readonly cursor: ExpiryCursor | null;
  /** About how many rows the step may look at or remove. */
  readonly rows: number;
  /** Octets that refused bodies may take in the whole database. */
  readonly rejectionBytes: number;
}

export interface ExpiryCursor {
  readonly lane: string;
  readonly after: Place;
}

export interface ExpiryStep {
  readonly removed: Removed;
  /** Null once the pass is complete; otherwise more may remain. */
  readonly cursor: ExpiryCursor | null;
}

/**
 * One small step of a pass over what has grown too old, in every organization. Sessions go after the days
 * their channel is kept, by time of receipt, and stay in the roll-ups as aged. What a report shows stays:
 * its linked events, its files, and the session they belong to. Of a session that stays, `event_count` and
 * `upload_count` fall to the rows that are left.
 */
export async function expireStep(
  context: Pick<StoreContext, "db" | "ids" | "now">,
  { cursor, rows, rejectionBytes }: ExpiryOrder,
): Promise<ExpiryStep> {
  const lanes = await lanesOf(context, rejectionBytes);
  const resumed = lanes.findIndex(({ name }) => name === cursor?.lane);
  let removed = sumRemoved();
  let after = resumed >= 0 ? cursor!.after : firstPlace;
  let left = rows;
  for (let at = Math.max(0, resumed); at < lanes.length;) {
    const lane = lanes[at]!;
    if (left <= 0) return { removed, cursor: { lane: lane.name, after } };
    const step = await lane.step(context, after, left);
    removed = sumRemoved(removed, step.removed);
    left -= step.rows;
    after = step.after ?? firstPlace;
    if (!step.after) at++;
  }
  return { removed, cursor: null };
}
