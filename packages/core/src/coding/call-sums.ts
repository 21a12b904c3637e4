import type { PlacedCall } from "./placed-call.ts";

/**
 * What any set of calls adds up to: a session, a quarter hour, or, negative where more leaves than comes,
 * what a batch does to one. All integers, so the order of adding and taking away never shows.
 */
export interface CallSums {
  /** The `signal_count` of a session, the `events` of a report. */
  calls: number;
  tokensIn: number;
  tokensOut: number;
  cacheRead: number;
  cacheWrite: number;
  reasoning: number;
  /** Micro-dollars of the calls whose cost is known. */
  cost: number;
  /** Calls whose cost is not known. */
  unpriced: number;
  errors: number;
}

export const sumNames = [
  "calls",
  "tokensIn",
  "tokensOut",
  "cacheRead",
  "cacheWrite",
  "reasoning",
  "cost",
  "unpriced",
  "errors",
] as const satisfies readonly (keyof CallSums)[];

export const noSums = (): CallSums => ({
  calls: 0,
  tokensIn: 0,
  tokensOut: 0,
  cacheRead: 0,
  cacheWrite: 0,
  reasoning: 0,
  cost: 0,
  unpriced: 0,
  errors: 0,
});

/** @param sign 1 for a call that comes, -1 for one that leaves */
export function countCall(sums: CallSums, call: PlacedCall, sign: 1 | -1): void {
  sums.calls += sign;
  sums.tokensIn += sign * call.tokensIn;
  sums.tokensOut += sign * call.tokensOut;
  sums.cacheRead += sign * call.cacheRead;
  sums.cacheWrite += sign * call.cacheWrite;
  sums.reasoning += sign * call.reasoning;
  if (call.cost === null) sums.unpriced += sign;
  else sums.cost += sign * call.cost;
  if (call.failed) sums.errors += sign;
}
