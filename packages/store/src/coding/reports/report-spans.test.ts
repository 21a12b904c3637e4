import { assert, boolean, constantFrom, integer, property } from "fast-check";
import { calendarOf } from "@hearth/core/time/calendar";
import { expect, test } from "vitest";
import { firstDayOf, reportSpans } from "./report-spans.ts";

const zones = [
  "UTC",
  "Europe/Berlin",
  "Asia/Kathmandu",
  "America/St_Johns",
  "America/Santiago",
  "Pacific/Apia",
];
const quarter = 900_000;
/** Until 2011 Newfoundland went back across midnight, and Samoa left a day out. */
const anywhere = integer({ min: Date.UTC(2012, 0, 2) / quarter, max: Date.UTC(2027, 0, 1) / quarter });
const length = constantFrom(1, 3, 90, 97, 200, 3_000, 40_000).chain((most) => integer({ min: 1, max: most }));

test("spans fill a period without gap or overlap, with quarter hours at its ends alone", () => {
  assert(
    property(constantFrom(...zones), anywhere, length, boolean(), (zone, first, quarters, withMonths) => {
      const calendar = calendarOf(zone);
      const period = { from: first * quarter, to: (first + quarters) * quarter };
      const spans = reportSpans(period, calendar, withMonths);
      let reached = period.from;
      for (const span of spans) {
        const start = {
          quarter: (at: number) => at * quarter,
          day: (at: number) => calendar.dayStart(at),
          month: (at: number) => calendar.monthStart(at),
        }[span.level];
        expect(start(span.from)).toBe(reached);
        reached = start(span.to);
        expect(reached).toBeGreaterThan(start(span.from));
        if (span.level !== "quarter") continue;
        expect(reached - start(span.from)).toBeLessThanOrEqual(25 * 3_600_000);
        expect([calendar.dayOf(start(span.from)), calendar.dayOf(reached - 1)]).toEqual([span.day, span.day]);
      }
      expect(reached).toBe(period.to);
      const levels = spans.map(({ level }) => level);
      expect(levels.filter((level) => level === "quarter").length).toBeLessThanOrEqual(2);
      if (withMonths) {
        for (const { level, from, to } of spans)
          if (level === "day") expect(to - from).toBeLessThanOrEqual(60);
      } else expect(levels).not.toContain("month");
    }),
    { numRuns: 2_000, verbose: 1 },
  );
});

test("a year from a local midnight on is twelve months and nothing else", () => {
  const calendar = calendarOf("Europe/Berlin");
  const period = { from: calendar.monthStart(12 * 2025), to: calendar.monthStart(12 * 2026) };
  expect(reportSpans(period, calendar, true)).toEqual([{ level: "month", from: 12 * 2025, to: 12 * 2026 }]);
  const day = firstDayOf(12 * 2025);
  expect(reportSpans(period, calendar, false)).toEqual([{ level: "day", from: day, to: day + 365 }]);
});
