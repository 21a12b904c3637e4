import type { Call } from "@hearth/core/coding/call";
import { modelOf } from "@hearth/core/coding/call";
import { costOf, priceCall } from "@hearth/core/coding/price-call";
import type { PriceRecord } from "@hearth/core/coding/price-record";

/** The prices that calls are priced by, as they are when asked. */
export interface CallPrices {
  /** @param at epoch milliseconds */
  find(model: string, at: number): PriceRecord | undefined;
  /** Tells prices apart that differ. */
  readonly version: string;
}

/** A call's cost as it is shown, micro-dollars, and what it was priced by; null where that is not known. */
export interface CallCost {
  readonly cost: number | null;
  readonly version: string | null;
}

export function callCost(prices: CallPrices, call: Call): CallCost {
  const price = prices.find(modelOf(call), call.time);
  const priced = priceCall(price, call);
  return { cost: costOf(priced, call), version: priced === null ? null : prices.version };
}
