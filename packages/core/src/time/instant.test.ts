import { assert, date, property } from "fast-check";
import { expect, test } from "vitest";
import { formatInstant, isCanonicalInstant, parseInstant } from "./instant.ts";

test.each([
  ["2026-07-20T18:04:11.000Z", "2026-07-20T18:04:11.000Z"],
  ["2026-07-20T18:04:11", "2026-07-20T18:04:11.000Z"],
  ["2026-07-20 18:04", "2026-07-20T18:04:00.000Z"],
  ["2026-07-20", "2026-07-20T00:00:00.000Z"],
  ["2026-07-20T18:04:11.1234567+02:00", "2026-07-20T16:04:11.123Z"],
  ["2026-07-20T18:04:11-0330", "2026-07-20T21:34:11.000Z"],
  ["2028-02-29T00:00:00Z", "2028-02-29T00:00:00.000Z"],
])("%s is read as %s", (sent, read) => {
  expect(formatInstant(parseInstant(sent)!)).toBe(read);
});

test.each([
  "",
  "yesterday",
  "2026-02-30",
  "2026-02-29T00:00:00.000Z",
  "2026-13-01",
  "12:00",
  "1753034651",
  "2026-07-20T25:00:00Z",
])("%s cannot be read", (sent) => {
  expect(parseInstant(sent)).toBeUndefined();
});

test("what the server writes is canonical and comes back as it was", () => {
  const day = { min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true };
  assert(
    property(date(day), (instant) => {
      const text = formatInstant(instant.getTime());
      expect(parseInstant(text)).toBe(instant.getTime());
      expect(isCanonicalInstant(text, instant.getTime())).toBe(true);
    }),
  );
});

test("a text that only means the same is not canonical", () => {
  expect(isCanonicalInstant("2026-07-20T18:04:11Z", Date.UTC(2026, 6, 20, 18, 4, 11))).toBe(false);
});
