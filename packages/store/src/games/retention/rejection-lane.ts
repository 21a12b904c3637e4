import { pruneRejections } from "../rejections/prune-rejections.ts";
import type { Lane, LaneStep } from "./lane.ts";

/** Refused requests that are too old, and the oldest of those that take too much room. */
export const rejectionLane = (maxBytes: number): Lane => ({
  name: "rejections",

  async step(context, after, rows): Promise<LaneStep> {
    const { removed, more } = await pruneRejections(context, { maxBytes, rows });
    return { removed: { rejections: removed }, rows: removed, after: more ? after : null };
  },
});
