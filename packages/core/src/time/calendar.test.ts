import { assert, constantFrom, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { calendarOf } from "./calendar.ts";

const zones = [
  "UTC",
  "Europe/Berlin",
  "Asia/Kathmandu",
  "America/St_Johns",
  "Australia/Lord_Howe",
  "America/Santiago",
];
const instants = integer({ min: Date.UTC(2012, 0, 2), max: Date.UTC(2035, 0, 1) });

test("a day holds its instants, and its first is the first", () => {
  assert(
    property(constantFrom(...zones), instants, (zone, time) => {
      const { dayOf, dayStart, monthOf, monthStart } = calendarOf(zone);
      const local = new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(time);
      expect(new Date(dayOf(time) * 86_400_000).toISOString().slice(0, 10)).toBe(local);
      const start = dayStart(dayOf(time));
      expect(start).toBeLessThanOrEqual(time);
      expect([dayOf(start), dayOf(start - 1)]).toEqual([dayOf(time), dayOf(time) - 1]);
      const first = monthStart(monthOf(time));
      expect([monthOf(first), monthOf(first - 1)]).toEqual([monthOf(time), monthOf(time) - 1]);
    }),
    { numRuns: 300, verbose: 1 },
  );
});

test("the day a clock is put forward is an hour short", () => {
  const { dayStart, dayOf } = calendarOf("Europe/Berlin");
  const day = dayOf(Date.UTC(2026, 2, 29, 12));
  expect(dayStart(day + 1) - dayStart(day)).toBe(23 * 3_600_000);
});

test("a zone that does not exist is refused", () => {
  expect(() => calendarOf("Europe/Nowhere")).toThrow(RangeError);
});
