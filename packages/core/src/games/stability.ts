/** Sessions by what is known of their end. */
export interface SessionTally {
  readonly ok: number;
  readonly crashed: number;
  /** Ended abnormally, or promised an end that never came. */
  readonly abnormal: number;
  /** Could not tell: promised no end and sent none, or still open. */
  readonly uncounted: number;
}

/** A share between 0 and 1 with its 95 % interval; null where nothing was counted. */
export interface Proportion {
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface CrashFree extends Proportion, SessionTally {
  /** Sessions the rate stands on: ok + crashed + abnormal. */
  readonly counted: number;
}

/** Two-sided 95 % of the normal distribution. */
const z = 1.959963984540054;

/** Crash-free sessions over those that could tell, with what could not beside it. */
export function crashFree(tally: SessionTally): CrashFree {
  const counted = tally.ok + tally.crashed + tally.abnormal;
  return { ...wilson(counted - tally.crashed, counted), counted, ...tally };
}

/** Wilson's score interval: honest for few sessions and for rates near one. */
export function wilson(successes: number, trials: number): Proportion {
  if (trials === 0) return { rate: null, low: null, high: null };
  const rate = successes / trials;
  const spread = (z * z) / trials;
  const centre = (rate + spread / 2) / (1 + spread);
  const reach = (z * Math.sqrt((rate * (1 - rate)) / trials + spread / (4 * trials))) / (1 + spread);
  return {
    rate,
    low: successes === 0 ? 0 : Math.max(0, centre - reach),
    high: successes === trials ? 1 : Math.min(1, centre + reach),
  };
}
