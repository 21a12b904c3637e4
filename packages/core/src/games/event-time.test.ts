import { expect, test } from "vitest";
import { hourOf, rollUpTime } from "./event-time.ts";

const received = Date.UTC(2026, 5, 15, 12);
const minute = 60_000;
const day = 1440 * minute;

test("an event counts when it occurred, from thirty days before its receipt to five minutes after", () => {
  for (const at of [-30 * day, -minute, 0, 5 * minute]) {
    expect(rollUpTime(received + at, received)).toBe(received + at);
  }
  expect(rollUpTime(received - 30 * day - 1, received)).toBe(received - 30 * day);
  expect(rollUpTime(0, received)).toBe(received - 30 * day);
  expect(rollUpTime(received + 5 * minute + 1, received)).toBe(received + 5 * minute);
});

test("an hour is whole hours since the epoch", () => {
  expect(hourOf(3_599_999)).toBe(0);
  expect(hourOf(3_600_000)).toBe(1);
  expect(hourOf(received)).toBe(received / 3_600_000);
});
