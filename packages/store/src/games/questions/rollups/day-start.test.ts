import { expect, test } from "vitest";
import { HearthError } from "@hearth/core/errors";
import { dayStart } from "./day-start.ts";

test.each([
  { zone: "UTC", now: "2026-11-22T12:34:56.789Z", start: "2026-11-22T00:00:00.000Z" },
  { zone: "Europe/Berlin", now: "2026-11-22T23:30:00.000Z", start: "2026-11-22T23:00:00.000Z" },
  { zone: "Asia/Tokyo", now: "2026-11-22T14:59:59.999Z", start: "2026-11-21T15:00:00.000Z" },
  { zone: "Asia/Kathmandu", now: "2026-11-22T12:00:00.000Z", start: "2026-11-21T18:15:00.000Z" },
  { zone: "America/New_York", now: "2026-11-22T05:00:00.000Z", start: "2026-11-22T05:00:00.000Z" },
  // Days on which the clock changes: an hour more, an hour less since midnight.
  { zone: "Europe/Berlin", now: "2026-10-25T12:00:00.000Z", start: "2026-10-24T22:00:00.000Z" },
  { zone: "Europe/Berlin", now: "2026-03-29T12:00:00.000Z", start: "2026-03-28T23:00:00.000Z" },
])("$now in $zone", ({ zone, now, start }) => {
  expect(new Date(dayStart(Date.parse(now), zone)).toISOString()).toBe(start);
});

test("an unknown zone is refused by name", () => {
  expect(() => dayStart(0, "Mars/Base")).toThrow(HearthError);
});
