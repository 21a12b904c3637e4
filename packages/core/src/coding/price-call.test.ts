import { assert, constantFrom, nat, property, record } from "fast-check";
import { expect, test } from "vitest";
import type { CallUsage } from "./call.ts";
import { costOf, holdsAt, priceCall, tierOf } from "./price-call.ts";
import type { PriceRecord, PriceTier } from "./price-record.ts";

const tier: PriceTier = {
  above: 0,
  input: 5_000_000,
  cachedInput: 500_000,
  cacheWrite5m: 6_250_000,
  cacheWrite1h: 10_000_000,
  output: 25_000_000,
};
const price: PriceRecord = {
  model: "opus",
  provider: "anthropic",
  from: "2026-01-01",
  to: "2026-03-01",
  tiers: [tier, { ...tier, above: 200_000, input: 10_000_000, output: 37_500_000 }],
  multipliers: { fast: 6, batch: 0.5, geography: { us: 1.1 } },
  perRequest: { webSearch: 10_000 },
};
const usage: CallUsage = {
  model: "opus",
  tokensIn: 1000,
  tokensOut: 100,
  cacheRead: 600,
  cacheWrite5m: 100,
  cacheWrite1h: 200,
  reasoning: 50,
  service: null,
  geography: null,
  webSearches: 0,
};
const cost = (change: Partial<CallUsage> = {}, errorCode: string | null = null): number | null =>
  priceCall(price, { usage: { ...usage, ...change }, errorCode });

test("every part at its own price, reasoning within the output", () => {
  expect(cost()).toBe(100 * 5 + 600 * 0.5 + 100 * 6.25 + 200 * 10 + 100 * 25);
});

test("the whole call moves to the higher tier strictly above the threshold", () => {
  const prompt = { cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  expect(cost({ ...prompt, tokensIn: 200_000 })).toBe(200_000 * 5 + 100 * 25);
  expect(cost({ ...prompt, tokensIn: 200_001 })).toBe(200_001 * 10 + 100 * 37.5);
  expect(cost({ ...prompt, tokensIn: 200_001, cacheRead: 200_000 })).toBe(10 + 200_000 * 0.5 + 100 * 37.5);
  expect(tierOf(price.tiers, 0)).toBe(tier);
});

test("fast, batch, region and searches", () => {
  const plain = cost()!;
  expect(cost({ service: "fast" })).toBe(6 * plain);
  expect(cost({ service: "batch", geography: "us" })).toBe(Math.round(plain * 0.55));
  expect(cost({ service: "priority", geography: "mars" })).toBe(plain);
  expect(cost({ geography: "constructor" })).toBe(plain);
  expect(cost({ webSearches: 3, service: "fast" })).toBe(6 * plain + 30_000);
});

test("a missing price falls back to the next that is named", () => {
  const bare = { ...price, tiers: [{ ...tier, cachedInput: null, cacheWrite1h: null }] };
  expect(priceCall(bare, { usage, errorCode: null })).toBe(700 * 5 + 300 * 6.25 + 100 * 25);
});

test("unpriced is not nothing", () => {
  const none = { tokensIn: null, tokensOut: null, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  expect(priceCall(undefined, { usage, errorCode: null })).toBeNull();
  expect(cost(none)).toBeNull();
  expect(cost(none, "rate_limited")).toBe(0);
  expect(cost({ ...none, tokensOut: 0 })).toBe(0);
  expect(costOf(null, { costReported: 7 })).toBe(7);
  expect(costOf(0, { costReported: 7 })).toBe(0);
  expect(costOf(null, { costReported: null })).toBeNull();
});

test("a record holds from its first day to before its last", () => {
  const at = (text: string): boolean => holdsAt(price, Date.parse(text));
  expect(at("2025-12-31T23:59:59.999Z")).toBe(false);
  expect(at("2026-01-01T00:00:00.000Z")).toBe(true);
  expect(at("2026-02-28T23:59:59.999Z")).toBe(true);
  expect(at("2026-03-01T00:00:00.000Z")).toBe(false);
  expect(holdsAt({ ...price, from: null, to: null }, 0)).toBe(true);
});

test("half a micro-dollar is rounded up, with a factor and without", () => {
  const flat: PriceRecord = { ...price, tiers: [{ ...tier, input: 1_500_000 }] };
  const one = { ...usage, tokensIn: 1, tokensOut: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  const of = (spent: CallUsage): number | null => priceCall(flat, { usage: spent, errorCode: null });
  expect(of(one)).toBe(2);
  expect(of({ ...one, tokensIn: 2, service: "batch" })).toBe(2);
  expect(of({ ...one, tokensIn: 3, service: "batch" })).toBe(2);
});

test("rounding is that of exact fractions, half up", () => {
  const counts = record({
    plain: nat(2_000_000),
    cacheRead: nat(1_000_000),
    tokensOut: nat(100_000),
    input: nat(20_000_000),
    output: nat(100_000_000),
    service: constantFrom("fast" as const, "batch" as const, null),
    geography: constantFrom("us", null),
  });
  assert(
    property(counts, ({ plain, cacheRead, tokensOut, input, output, service, geography }) => {
      const flat: PriceRecord = { ...price, tiers: [{ ...tier, input, output }] };
      const spent = {
        ...usage,
        cacheWrite5m: 0,
        cacheWrite1h: 0,
        tokensIn: plain + cacheRead,
        cacheRead,
        tokensOut,
        service,
        geography,
      };
      const factor = (service === "fast" ? 60n : service === "batch" ? 5n : 10n) * (geography ? 11n : 10n);
      const sum =
        BigInt(plain) * BigInt(input) + BigInt(cacheRead) * 500_000n + BigInt(tokensOut) * BigInt(output);
      const exact = (2n * sum * factor + 100_000_000n) / 200_000_000n;
      expect(priceCall(flat, { usage: spent, errorCode: null })).toBe(Number(exact));
    }),
    { numRuns: 3000, verbose: 1 },
  );
});
