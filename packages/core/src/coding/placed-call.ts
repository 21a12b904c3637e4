import { type Call, modelOf } from "./call.ts";
import type { CallPosition } from "./call-position.ts";

/** A call as its session sees it: where it stands and what it adds. Tokens and micro-dollars. */
export interface PlacedCall extends CallPosition {
  readonly model: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly reasoning: number;
  /** null: the call is unpriced. */
  readonly cost: number | null;
  readonly failed: boolean;
}

/**
 * @param hash position hash of the call's best key
 * @param cost micro-dollars, or null (`costOf`)
 */
export function placedCall(call: Call, hash: string, cost: number | null): PlacedCall {
  const { usage } = call;
  return {
    time: call.time,
    hash,
    model: modelOf(call),
    tokensIn: usage.tokensIn ?? 0,
    tokensOut: usage.tokensOut ?? 0,
    cacheRead: usage.cacheRead,
    cacheWrite: usage.cacheWrite5m + usage.cacheWrite1h,
    reasoning: usage.reasoning,
    cost,
    failed: call.errorCode !== null,
  };
}

export const samePlacedCall = (a: PlacedCall, b: PlacedCall): boolean =>
  a.time === b.time &&
  a.hash === b.hash &&
  a.model === b.model &&
  a.tokensIn === b.tokensIn &&
  a.tokensOut === b.tokensOut &&
  a.cacheRead === b.cacheRead &&
  a.cacheWrite === b.cacheWrite &&
  a.reasoning === b.reasoning &&
  a.cost === b.cost &&
  a.failed === b.failed;
