import { expect, test } from "vitest";
import { sessionIdleLimit, sessionStatus } from "./session-status.ts";

const now = Date.UTC(2026, 5, 1, 12);
const idle = now - sessionIdleLimit;

test.each([
  {
    name: "an end stands, however recent the last event",
    outcome: "crashed",
    lifecycle: false,
    at: now,
    is: "crashed",
  },
  { name: "an end stands, however old", outcome: "ok", lifecycle: true, at: 0, is: "ok" },
  { name: "heard of within the limit", outcome: null, lifecycle: false, at: idle + 1, is: "open" },
  {
    name: "promised an end and heard of within the limit",
    outcome: null,
    lifecycle: true,
    at: idle + 1,
    is: "open",
  },
  {
    name: "promised an end and silent for the limit",
    outcome: null,
    lifecycle: true,
    at: idle,
    is: "abnormal",
  },
  {
    name: "promised nothing and silent for the limit",
    outcome: null,
    lifecycle: false,
    at: idle,
    is: "unknown",
  },
  { name: "heard of by a clock ahead of ours", outcome: null, lifecycle: true, at: now + 60_000, is: "open" },
] as const)("$name: $is", ({ outcome, lifecycle, at, is }) => {
  expect(sessionStatus({ outcome, lifecycle, lastActivityAt: at }, now)).toBe(is);
});
