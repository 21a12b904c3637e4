import { calendarOf } from "@hearth/core/time/calendar";
import { assert, constantFrom, integer, oneof, option, property } from "fast-check";
import { expect, test } from "vitest";
import { cutRange, type PeriodLevel, rulerOf } from "./periods.ts";

const start = Date.UTC(2026, 0, 15);
const time = oneof(
  integer({ min: start, max: start + 400 * 86_400_000 }),
  integer({ min: 0, max: 400 }).map((days) => start + days * 86_400_000),
);

test("whole periods and what is left over are the range, each instant once", () => {
  assert(
    property(
      option(time, { nil: undefined }),
      option(time, { nil: undefined }),
      constantFrom<PeriodLevel>("month", "day", "quarter"),
      constantFrom("UTC", "America/St_Johns", "Australia/Lord_Howe"),
      time,
      (from, to, level, zone, probe) => {
        const calendar = calendarOf(zone);
        const { periodOf, startOf } = rulerOf(level, calendar);
        const isEmpty = from !== undefined && to !== undefined && from >= to;
        if (isEmpty) return;
        const { whole, rest } = cutRange({ from, to }, level, calendar);
        const holds = (a: number | undefined, b: number | undefined, at: number): boolean =>
          (a === undefined || at >= a) && (b === undefined || at < b);
        for (const at of [probe, from, to, (from ?? probe) - 1, (to ?? probe) - 1]) {
          if (at === undefined) continue;
          const parts = rest.filter((part) => holds(part.from, part.to, at)).length;
          const inside = whole && holds(whole.from, whole.to, periodOf(at)) ? 1 : 0;
          expect(parts + inside).toBe(holds(from, to, at) ? 1 : 0);
        }
        for (const part of rest) {
          const length = startOf(periodOf(part.from!) + 1) - startOf(periodOf(part.from!));
          expect(part.to! - part.from!).toBeLessThan(whole ? length : 2 * length);
        }
      },
    ),
    { numRuns: 500, verbose: 1 },
  );
});
