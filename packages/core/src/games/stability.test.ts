import { expect, test } from "vitest";
import { assert, integer, nat, property } from "fast-check";
import { crashFree, wilson } from "./stability.ts";

test("the rate is one minus crashed over ended, and the uncounted stay out of it", () => {
  const answer = crashFree({ ok: 90, crashed: 5, abnormal: 5, uncounted: 900 });
  expect(answer).toMatchObject({ counted: 100, uncounted: 900, ok: 90, crashed: 5, abnormal: 5 });
  expect(answer.rate).toBeCloseTo(0.95, 12);
});

test("nothing counted is no rate, not a perfect one", () => {
  expect(crashFree({ ok: 0, crashed: 0, abnormal: 0, uncounted: 7 })).toMatchObject({
    rate: null,
    low: null,
    high: null,
    counted: 0,
  });
});

// Published values (Newcombe 1998, table I, method 3).
test.each([
  { successes: 81, trials: 263, low: 0.2553, high: 0.3662 },
  { successes: 15, trials: 148, low: 0.0624, high: 0.1605 },
  { successes: 0, trials: 20, low: 0, high: 0.1611 },
  { successes: 1, trials: 29, low: 0.0061, high: 0.1718 },
])("Wilson's interval of $successes in $trials", ({ successes, trials, low, high }) => {
  const interval = wilson(successes, trials);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test("the interval holds the rate, stays within 0 and 1, and narrows with more sessions", () => {
  assert(
    property(integer({ min: 1, max: 100_000 }), nat(100_000), (trials, part) => {
      const successes = part % (trials + 1);
      const { rate, low, high } = wilson(successes, trials);
      expect(low!).toBeGreaterThanOrEqual(0);
      expect(high!).toBeLessThanOrEqual(1);
      expect(low!).toBeLessThanOrEqual(rate!);
      expect(high!).toBeGreaterThanOrEqual(rate!);
      const wider = wilson(successes * 10, trials * 10);
      expect(wider.high! - wider.low!).toBeLessThan(high! - low!);
    }),
  );
});
