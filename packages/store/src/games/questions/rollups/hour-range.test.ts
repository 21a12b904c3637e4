import { expect, test } from "vitest";
import { assert, integer, option, property } from "fast-check";
import { hourRange } from "./hour-range.ts";

const hour = 3_600_000;
const instant = option(integer({ min: 0, max: 6 * hour }), { nil: undefined });

test("whole hours and edges together cover the range once, and nothing else", () => {
  assert(
    property(instant, instant, (from, to) => {
      const range = hourRange({ from, to });
      for (let at = 0; at < 7 * hour; at += 97_531) {
        const isInside = at >= (from ?? 0) && at < (to ?? Infinity);
        const inHours =
          range.hours !== null &&
          Math.floor(at / hour) >= (range.hours.from ?? 0) &&
          Math.floor(at / hour) < (range.hours.to ?? Infinity);
        const inEdges = range.edges.filter((edge) => at >= edge.from && at < edge.to).length;
        expect(Number(inHours) + inEdges).toBe(isInside ? 1 : 0);
      }
    }),
  );
});

test("rows are read for less than two hours", () => {
  assert(
    property(instant, instant, (from, to) => {
      const rows = hourRange({ from, to }).edges.reduce((sum, edge) => sum + edge.to - edge.from, 0);
      expect(rows).toBeLessThan(2 * hour);
    }),
  );
});

test("a range on the hour needs no rows", () => {
  expect(hourRange({ from: 2 * hour, to: 5 * hour })).toEqual({ hours: { from: 2, to: 5 }, edges: [] });
});
