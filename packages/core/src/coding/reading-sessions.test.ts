import { expect, test } from "vitest";
import { attachSignal } from "./attach-signal.ts";
import { codingSessionStatus } from "./coding-session-status.ts";
import { isCounted, toolSessionOf } from "./counted-call.ts";
import { plainCall } from "./fixtures/reports.ts";
import { isEmptyNamed, spanOfNamed } from "./named-session.ts";
import { claimName } from "./session-name.ts";
import { durationOf, type SessionWindow, sessionId, sessionWindows } from "./session-windows.ts";
import { streamName, streamOf, timeoutOf } from "./stream.ts";
import { placedCall } from "./placed-call.ts";

const windowAt = (...times: number[]): SessionWindow =>
  sessionWindows(
    times.map((time) => placedCall({ ...plainCall, time }, time.toString().padStart(16, "0"), null)),
    [],
    Infinity,
  )[0]!;

test("a signal goes to the run it falls into, else before, else after, never across an end", () => {
  const [before, after] = [windowAt(1000, 5000), windowAt(20_000)];
  const attach = (time: number, ...ends: number[]): SessionWindow | undefined =>
    attachSignal(time, before, after, ends, 10_000);
  expect(attach(3000)).toBe(before);
  expect(attach(14_999)).toBe(before);
  expect(attach(15_000)).toBe(after);
  expect(attach(6000, 6000)).toBe(before);
  expect(attach(6001, 6000)).toBeUndefined();
  expect(attach(12_000, 6000)).toBe(after);
  expect(attachSignal(9000, undefined, undefined, [], 10_000)).toBeUndefined();
});

test("a session is active while a call would still join it", () => {
  const window = windowAt(1000);
  expect(codingSessionStatus(window, undefined, 10_999, 10_000)).toBe("active");
  expect(codingSessionStatus(window, undefined, 11_000, 10_000)).toBe("ended");
  expect(codingSessionStatus(window, 1000, 1001, 10_000)).toBe("ended");
  expect(codingSessionStatus(window, 999, 1001, 10_000)).toBe("active");
});

test("telemetry counts only where its tool session has no transcript", () => {
  const telemetry = { ...plainCall, sources: ["otlp"] };
  expect(isCounted(telemetry, false)).toBe(true);
  expect(isCounted(telemetry, true)).toBe(false);
  expect(isCounted({ ...telemetry, toolSession: null }, true)).toBe(true);
  expect(isCounted({ ...telemetry, sources: ["transcript", "otlp"] }, true)).toBe(true);
  expect(isCounted({ ...telemetry, sources: ["hook"] }, true)).toBe(true);
  expect(toolSessionOf("live", telemetry)).toEqual({
    mode: "live",
    user: "ana",
    adapter: "claude-code",
    id: "s1",
  });
});

test("a window is known by its first call and measured in whole seconds", () => {
  const window = windowAt(1000, 3999);
  expect(sessionId(window)).toBe("sess_0000000000001000");
  expect(durationOf(window)).toBe(2);
});

test("a named session is its client's: one owner, no timeout, there from its first signal", () => {
  expect(claimName(undefined, "ana")).toBe("new");
  expect(claimName("ana", "ana")).toBe("own");
  expect(claimName("ana", "ben")).toBe("foreign");
  const stream = streamOf("live", { ...plainCall, sessionName: "nightly" });
  expect(timeoutOf(stream, 1_800_000)).toBe(Infinity);
  const named = { name: "nightly", owner: "ana", window: undefined, signals: { first: 5, last: 9 } };
  expect(spanOfNamed(named)).toEqual({ start: 5, end: 9 });
  expect(spanOfNamed({ ...named, window: windowAt(7, 8) })).toEqual({ start: 7, end: 8 });
  expect(isEmptyNamed(named)).toBe(false);
  expect(isEmptyNamed({ ...named, signals: undefined })).toBe(true);
});

test("streams are told apart by mode, user, adapter and project, or by name", () => {
  const names = [
    streamOf("live", plainCall),
    streamOf("test", plainCall),
    streamOf("live", { ...plainCall, user: "ben" }),
    streamOf("live", { ...plainCall, adapter: "codex" }),
    streamOf("live", { ...plainCall, project: null }),
    streamOf("live", { ...plainCall, project: "null" }),
    streamOf("live", { ...plainCall, sessionName: "game" }),
  ].map(streamName);
  expect(new Set(names).size).toBe(names.length);
  expect(timeoutOf(streamOf("live", plainCall), 1_800_000)).toBe(1_800_000);
});
