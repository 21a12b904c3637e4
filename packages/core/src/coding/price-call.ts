import type { Call, CallUsage } from "./call.ts";
import type { PriceRecord, PriceTier } from "./price-record.ts";

/** Whether a record's price holds at a time, in epoch milliseconds. */
export function holdsAt({ from, to }: PriceRecord, time: number): boolean {
  const day = new Date(time).toISOString().slice(0, 10);
  return (from === null || from <= day) && (to === null || day < to);
}

/**
 * What a call cost at its list price, in whole micro-dollars; null where that cannot be known, which is
 * not the same as nothing: the model has no price, or the call tells of neither tokens nor failure.
 *
 * A prompt above a tier's threshold moves the whole call to that tier. A price of its own that the source
 * does not name is that of plain input, for a one-hour write first that of a five-minute write. Reasoning
 * is part of the output. The sum of all parts is rounded once, half a micro-dollar up.
 *
 * @param price valid at the call's time; undefined for an unknown model
 */
export function priceCall(
  price: PriceRecord | undefined,
  { usage, errorCode }: Pick<Call, "usage" | "errorCode">,
): number | null {
  if (!price) return null;
  const isKnown = usage.tokensIn !== null || usage.tokensOut !== null;
  // A call that failed without naming tokens used none; a bare cost says nothing of what was used.
  if (!isKnown && errorCode === null && usage.webSearches === 0) return null;
  const tier = tierOf(price.tiers, usage.tokensIn ?? 0);
  if (!tier) return null;
  const tokens = roundedProduct(tokenSum(tier, usage), factorOf(price, usage));
  return tokens + Math.round(usage.webSearches * (price.perRequest.webSearch ?? 0));
}

/** What is shown as the call's cost: its price, and only where there is none what the client reported. */
export const costOf = (priced: number | null, { costReported }: Pick<Call, "costReported">): number | null =>
  priced ?? costReported;

/** The tier with the highest threshold that the whole prompt is strictly above; else the lowest. */
export function tierOf(tiers: readonly PriceTier[], prompt: number): PriceTier | undefined {
  return tiers.findLast(({ above }) => prompt > above) ?? tiers[0];
}

/** Millionths of a micro-dollar. */
function tokenSum(tier: PriceTier, usage: CallUsage): number {
  const { cacheRead, cacheWrite5m, cacheWrite1h } = usage;
  const plain = Math.max((usage.tokensIn ?? 0) - cacheRead - cacheWrite5m - cacheWrite1h, 0);
  const write5m = tier.cacheWrite5m ?? tier.input;
  return (
    plain * tier.input +
    cacheRead * (tier.cachedInput ?? tier.input) +
    cacheWrite5m * write5m +
    cacheWrite1h * (tier.cacheWrite1h ?? write5m) +
    (usage.tokensOut ?? 0) * tier.output
  );
}

/** All factors together, in millionths: 1.1 as a binary fraction would not be 1.1. */
function factorOf({ multipliers }: PriceRecord, { service, geography }: CallUsage): number {
  const ofService = service === null || service === "standard" ? 1 : (multipliers[service] ?? 1);
  const regions = multipliers.geography;
  const ofRegion =
    geography !== null && regions && Object.hasOwn(regions, geography) ? regions[geography]! : 1;
  return Math.round(ofService * ofRegion * million);
}

const million = 1_000_000;

/**
 * A sum in millionths times a factor in millionths, as whole micro-dollars, half up. Split so that every
 * step stays a whole number below 2^53: exact for any call below a thousand dollars, and beyond that to
 * sixteen digits.
 */
function roundedProduct(sum: number, factor: number): number {
  const whole = Math.floor(sum / million);
  const rest = sum - whole * million;
  if (factor === million) return whole + Math.floor(rest / million + 0.5);
  const scaled = whole * factor + Math.floor((rest * factor) / million);
  const left = (rest * factor) % million;
  const product = Math.floor(scaled / million);
  const below = (scaled - product * million) * million + left;
  return product + (below >= (million * million) / 2 ? 1 : 0);
}
