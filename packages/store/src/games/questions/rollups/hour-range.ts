import type { TimeRange } from "../filters/time-range.ts";

const hour = 3_600_000;

/** Whole hours since the epoch: from `from`, and before `to`; an absent end is open. */
export interface Hours {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** A time range as the whole hours in it, for roll-ups, and what is left over at its ends, for rows. */
export interface HourRange {
  /** Null where no whole hour is inside. */
  readonly hours: Hours | null;
  /** At most two, each shorter than an hour (one range under two hours where no whole hour is inside). */
  readonly edges: readonly { readonly from: number; readonly to: number }[];
}

export function hourRange({ from, to }: TimeRange): HourRange {
  const first = from === undefined ? undefined : Math.ceil(from / hour);
  const end = to === undefined ? undefined : Math.floor(to / hour);
  if (from !== undefined && to !== undefined && first! >= end!) {
    return { hours: null, edges: from < to ? [{ from, to }] : [] };
  }
  const edges: { from: number; to: number }[] = [];
  if (from !== undefined && from < first! * hour) edges.push({ from, to: first! * hour });
  if (to !== undefined && end! * hour < to) edges.push({ from: end! * hour, to });
  return { hours: { from: first, to: end }, edges };
}

/** The time that whole hours span. */
export const rangeOfHours = ({ from, to }: Hours): TimeRange => ({
  from: from === undefined ? undefined : from * hour,
  to: to === undefined ? undefined : to * hour,
});
