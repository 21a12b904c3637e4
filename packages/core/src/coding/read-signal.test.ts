import { anything, assert, dictionary, property, string } from "fast-check";
import { expect, test } from "vitest";
import { HearthError } from "../errors.ts";
import { reportOf } from "./call.ts";
import { metadataMembers, noMetadata } from "./read-metadata.ts";
import { readSignal } from "./read-signal.ts";
import { isCall, isStreamEnd, type Signal } from "./signal.ts";

const now = Date.UTC(2026, 5, 1);
const sent = { type: "post-tool", adapter: "claude-code" };
const readWith = (members: object): Signal => readSignal({ ...sent, ...members }, now);

test("a full signal is read member by member", () => {
  const metadata = {
    model: "claude-opus-4-5",
    tokens_in: 120,
    tokens_out: 7.0,
    cache_read_tokens: 90,
    cache_write_5m_tokens: 4,
    cache_write_1h_tokens: 6,
    reasoning_tokens: 2,
    web_searches: 3,
    service_tier: "fast",
    geography: "us",
    latency_ms: 812.4,
    cost_usd: 0.0123456,
    error_code: "rate_limited",
    git_commit: "a1b2",
    git_branch: "main",
    repository: "git@host:game.git",
    machine: "m1",
    tool_session_id: "s1",
    source: "transcript",
  };
  expect(new Set(Object.keys(metadata))).toEqual(metadataMembers);
  const signal = readSignal(
    {
      ...sent,
      id: "message:claude-code:msg_1",
      keys: ["request:r1", "message:claude-code:msg_1"],
      session_id: "nightly",
      user_id: "ana",
      project_id: "proj_1",
      ts: "2026-05-01T10:00:00.250Z",
      backfill: true,
      metadata,
    },
    now,
  );
  expect(signal).toEqual({
    type: "post-tool",
    adapter: "claude-code",
    keys: ["message:claude-code:msg_1", "request:r1"],
    sessionName: "nightly",
    user: "ana",
    project: "proj_1",
    time: Date.UTC(2026, 4, 1, 10) + 250,
    backfill: true,
    metadata: {
      model: "claude-opus-4-5",
      tokensIn: 120,
      tokensOut: 7,
      cacheRead: 90,
      cacheWrite5m: 4,
      cacheWrite1h: 6,
      reasoning: 2,
      webSearches: 3,
      service: "fast",
      geography: "us",
      latency: 812,
      costReported: 12_346,
      errorCode: "rate_limited",
      gitCommit: "a1b2",
      gitBranch: "main",
      repository: "git@host:game.git",
      machine: "m1",
      toolSession: "s1",
      source: "transcript",
    },
    dropped: 0,
  });
});

test("unknown members and unreadable texts are dropped and counted; null and empty are absent", () => {
  const { metadata, dropped } = readSignal(
    { ...sent, metadata: { prompt: "secret", model: 5, machine: null, git_branch: "", tokens_in: null } },
    now,
  );
  expect(metadata).toEqual(noMetadata);
  expect(dropped).toBe(2);
});

test("what bills a call apart is an enumeration, a region's name or a number, and nothing else", () => {
  const billingOf = (metadata: object) => {
    const signal = readWith({ metadata: { tokens_in: 1, ...metadata } });
    const { service, geography, webSearches } = reportOf(signal, "ana").usage;
    return { service, geography, webSearches, dropped: signal.dropped };
  };
  const none = { service: null, geography: null, webSearches: 0, dropped: 0 };
  expect(billingOf({})).toEqual(none);
  expect(billingOf({ service_tier: "", geography: null, web_searches: 0 })).toEqual(none);
  for (const service of ["standard", "fast", "priority", "batch"]) {
    expect(billingOf({ service_tier: service })).toEqual({ ...none, service });
  }
  expect(billingOf({ geography: "EU-West-1", web_searches: 2 })).toEqual({
    ...none,
    geography: "eu-west-1",
    webSearches: 2,
  });
  expect(billingOf({ service_tier: "turbo", geography: "not_available" })).toEqual({ ...none, dropped: 2 });
  expect(billingOf({ service_tier: ["fast"], geography: "x".repeat(33) })).toEqual({ ...none, dropped: 2 });
});

test("texts are cut to 256 characters, never through a pair, and hold nothing an engine cannot", () => {
  for (const [text, kept] of [
    ["x".repeat(300), "x".repeat(256)],
    [`${"x".repeat(255)}😀`, "x".repeat(255)],
    ["a\0b\ud800", "a\ufffdb\ufffd"],
  ]) {
    expect(readWith({ metadata: { model: text } }).metadata.model).toBe(kept);
  }
});

test("a prompt is never less than its cached parts", () => {
  const parts = { tokens_in: 3, cache_read_tokens: 50, cache_write_1h_tokens: 9 };
  expect(readWith({ metadata: parts }).metadata.tokensIn).toBe(59);
  expect(readWith({ metadata: { cache_read_tokens: 0 } }).metadata.tokensIn).toBeNull();
});

test.each([
  ["body", 5],
  ["type", { adapter: "a", type: "chat" }],
  ["adapter", { type: "stop", adapter: "" }],
  ["session_id", { ...sent, session_id: "x".repeat(129) }],
  ["session_id", { ...sent, session_id: "sess_0123456789abcdef" }],
  ["ts", { ...sent, ts: "yesterday" }],
  ["ts", { ...sent, ts: -1 }],
  ["keys", { ...sent, keys: "msg_1" }],
  ["keys", { ...sent, keys: Array.from({ length: 9 }, String) }],
  ["id", { ...sent, id: "x".repeat(257) }],
  ["metadata", { ...sent, metadata: [] }],
  ["metadata.tokens_in", { ...sent, metadata: { tokens_in: -1 } }],
  ["metadata.tokens_out", { ...sent, metadata: { tokens_out: 1.5 } }],
  ["metadata.tokens_out", { ...sent, metadata: { tokens_out: "7" } }],
  ["metadata.web_searches", { ...sent, metadata: { web_searches: 0.5 } }],
  ["metadata.cost_usd", { ...sent, metadata: { cost_usd: Infinity } }],
])("a fault in %s is named", (path, value) => {
  expect(() => readSignal(value, now)).toThrowError(
    expect.objectContaining({ code: "invalid_request", details: [expect.objectContaining({ path })] }),
  );
});

test("whatever is sent is read or refused, and nothing beyond the closed list is held", () => {
  assert(
    property(dictionary(string(), anything()), anything(), (metadata, ts) => {
      const canary = "canary-7f3a";
      const value = {
        ...sent,
        ts,
        prompt: canary,
        metadata: { ...metadata, content: canary, input: [canary] },
      };
      try {
        expect(JSON.stringify(readSignal(value, now))).not.toContain(canary);
      } catch (error) {
        if (!(error instanceof HearthError)) throw error;
      }
    }),
  );
});

test("a signal is a call by its metadata, whatever its type", () => {
  expect(isCall(readWith({ metadata: { model: "opus", latency_ms: 4 } }))).toBe(false);
  for (const name of ["tokens_in", "tokens_out", "cost_usd"]) {
    expect(isCall(readWith({ type: "stop", metadata: { [name]: 0 } }))).toBe(true);
  }
  expect(isCall(readWith({ type: "session-end", metadata: { error_code: "overloaded" } }))).toBe(true);
});

test("only the end of what names no session parts a stream", () => {
  expect(isStreamEnd(readWith({ type: "session-end" }))).toBe(true);
  expect(isStreamEnd(readWith({ type: "session-end", session_id: "nightly" }))).toBe(false);
  expect(isStreamEnd(readWith({ type: "stop" }))).toBe(false);
});

test("a call without a key of its own is known by user, time and counts", () => {
  const [five, six] = [5, 6].map((count) => readWith({ metadata: { tokens_in: count } }));
  expect(reportOf(five!, "ana").keys).toEqual(reportOf(five!, "ana").keys);
  expect(reportOf(five!, "ana").keys).not.toEqual(reportOf(six!, "ana").keys);
  expect(reportOf(five!, "ana").keys).not.toEqual(reportOf(five!, "ben").keys);
});
