import { expect, test } from "vitest";
import { RateLimits } from "./rate-limits.ts";

const start = 1_780_000_000_000;

test("a sender has its number in a minute that begins with its first request", () => {
  const limits = new RateLimits(3);
  const taken = [0, 1, 59_998, 59_999, 60_000].map((at) => limits.take("a", start + at));
  expect(taken.map((allowance) => allowance!.remaining)).toEqual([2, 1, 0, 0, 2]);
  expect(taken.map((allowance) => allowance!.isOver)).toEqual([false, false, false, true, false]);
  expect(taken.map((allowance) => allowance!.resetAt - start)).toEqual([
    60_000, 60_000, 60_000, 60_000, 120_000,
  ]);
});

test("senders are counted apart", () => {
  const limits = new RateLimits(1);
  expect(limits.take("a", start)!.isOver).toBe(false);
  expect(limits.take("b", start)!.isOver).toBe(false);
  expect(limits.take("a", start)!.isOver).toBe(true);
});

test("no limit counts nothing", () => {
  expect(new RateLimits(0).take("a", start)).toBeUndefined();
});

test("whoever's minute began first is forgotten where there are too many senders", () => {
  const limits = new RateLimits(1, 2);
  limits.take("a", start);
  limits.take("b", start + 1);
  expect(limits.take("a", start + 2)!.isOver).toBe(true);
  limits.take("c", start + 3);
  expect(limits.take("b", start + 4)!.isOver).toBe(true);
  expect(limits.take("a", start + 5)!.isOver).toBe(false);
});

test("a hundred thousand senders take no more room than the most there may be", () => {
  const limits = new RateLimits(1, 1_000);
  for (let sender = 0; sender < 100_000; sender++) limits.take(String(sender), start + sender);
  const isForgotten = (sender: number): boolean => !limits.take(String(sender), start + 100_000)!.isOver;
  expect(isForgotten(98_000)).toBe(true);
  expect(isForgotten(99_999)).toBe(false);
});
