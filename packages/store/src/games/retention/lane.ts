import type { RemovalContext } from "../erasure/context.ts";
import type { Removed } from "../erasure/removed.ts";

/** Where a lane goes on; what the two numbers count is the lane's own affair. */
export type Place = readonly [number, number];

export const firstPlace: Place = [0, 0];

/** One kind of rows that grow old, walked from the oldest on. */
export interface Lane {
  /** The same on every step, whatever other lanes come or go. */
  readonly name: string;
  /** Goes on after `after`, looking at or removing about `rows` rows. */
  step(context: RemovalContext, after: Place, rows: number): Promise<LaneStep>;
}

export interface LaneStep {
  readonly removed: Partial<Removed>;
  /** Rows looked at or removed, at least 1 unless the lane is through. */
  readonly rows: number;
  /** Null once nothing of the lane is left to do. */
  readonly after: Place | null;
}
