import {
  CodingEventPage,
  CodingSessionDetails,
  CodingSessionEventPage,
  CodingSessionPage,
  CodingTimelineItem,
  shapeCheck,
  type TSchema,
} from "@hearth/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CodingClient } from "../../../../../tests/coding/coding-client.ts";
import { startCodingServer } from "../../../../../tests/coding/server-pair.ts";
import type { SignalItem } from "../../../../../tests/coding/signal-item.ts";
import { strictly } from "../console/fixtures/strictly.ts";

const start = Date.UTC(2026, 2, 1, 9);
const names = ["nightly/1 50%?&#", "漢".repeat(128), "🦊".repeat(64), "a b", "évènement"];
let running: Awaited<ReturnType<typeof startCodingServer>>;
let reader: CodingClient;

const item = (at: number, members: Partial<SignalItem> = {}): SignalItem => ({
  id: `message:codex:${at}`,
  type: "post-tool",
  adapter: "codex",
  user_id: "ana",
  project_id: "game",
  ts: new Date(start + at).toISOString(),
  backfill: true,
  metadata: { model: "gpt-5", tokens_in: 100, tokens_out: 10, source: "transcript", service_tier: "fast" },
  ...members,
});

beforeAll(async () => {
  running = await startCodingServer([]);
  reader = running.coding.admin;
  const results = await running.coding.sender.sendBatch([
    ...[0, 60_000, 7_200_000].map((at) => item(at)),
    item(90_000, { id: "prompt", type: "user-prompt", metadata: { git_branch: "main" } }),
    item(30_000, { metadata: { error_code: "rate_limited" } }),
    ...names.map((name, at) => item(86_400_000 + at, { session_id: name })),
    item(99_000_000, { id: "lonely", type: "session-start", session_id: "without calls", metadata: {} }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(results.map(() => "stored"));
});
afterAll(async () => await running?.remove());

interface Listed {
  readonly data: readonly { readonly id: string; readonly session_id?: string | null }[];
  readonly total: number;
}

const fits = (shape: TSchema, value: unknown): void => {
  const check = shapeCheck(strictly(shape));
  expect(check.fits(value) ? [] : check.faults(value)).toEqual([]);
};

test("every answer has its shape, and no member more", async () => {
  const sessions = await reader.get<Listed>("/api/v1/sessions");
  fits(CodingSessionPage, sessions);
  expect(sessions.total).toBe(2 + names.length + 1);
  const { id } = sessions.data.at(-1)!;
  fits(CodingSessionDetails, await reader.get(`/api/v1/sessions/${id}`));
  const all = await reader.get<{ signals: readonly { readonly id: string }[] }>(`/api/v1/sessions/${id}`, {
    type: "all",
  });
  fits(CodingSessionDetails, all);
  fits(CodingSessionEventPage, await reader.get(`/api/v1/sessions/${id}/events`, { type: "all" }));
  fits(CodingEventPage, await reader.get("/api/v1/events"));
  expect(all.signals.map((signal) => signal.id.slice(0, 4))).toEqual(["evt_", "evt_", "evt_", "sig_"]);
  for (const signal of all.signals) {
    const alone = await reader.get(`/api/v1/events/${signal.id}`);
    fits(CodingTimelineItem, alone);
    expect(alone).toEqual(signal);
  }
});

test("the events of a session are its signals, in pages asked for by cursor alone", async () => {
  const { data } = await reader.get<Listed>("/api/v1/sessions", { order: "asc", limit: 1 });
  const path = `/api/v1/sessions/${data[0]!.id}`;
  const { signals } = await reader.get<{ signals: unknown[] }>(path);
  expect(signals).toHaveLength(3);
  expect((await reader.walk(`${path}/events`, { limit: 2 })).items).toEqual(signals);
  expect((await reader.walk("/api/v1/events", { session_id: data[0]!.id, order: "asc" })).items).toEqual(
    signals,
  );
});

test.each(names)("a session its client named %j is read by that name", async (name) => {
  const session = await reader.get<Listed & { id: string }>(`/api/v1/sessions/${encodeURIComponent(name)}`);
  expect(session.id).toBe(name);
  const events = await reader.get<Listed>(`/api/v1/sessions/${encodeURIComponent(name)}/events`);
  expect(events.data.map((event) => event.session_id)).toEqual([name]);
});

test.each([
  ["/sessions?user=ana", "user"],
  ["/sessions?limit=0", "limit"],
  ["/sessions?limit=101", "limit"],
  ["/sessions?limit=ten", "limit"],
  ["/sessions?order=up", "order"],
  ["/sessions?from=yesterday", "from"],
  ["/sessions?user_id=", "user_id"],
  ["/sessions?cursor=abc", "cursor"],
  ["/sessions/x?typ=all", "typ"],
  ["/sessions/x/events?type=some", "type"],
  ["/events?error_only=perhaps", "error_only"],
  ["/events?to=2026-02-30", "to"],
  ["/events?from=2026-01-01&from=2026-02-01", "from"],
])("%s is refused, naming %s", async (path, name) => {
  const { status, body } = await reader.call<{ code: string; details: { path: string }[] }>(
    "GET",
    `/api/v1${path}`,
  );
  expect([status, body.code, body.details[0]?.path]).toEqual([400, "invalid_request", name]);
});

test.each([
  "/sessions/nobody's",
  "/sessions/sess_0123456789abcdef",
  "/sessions/sess_0123456789abcdef/events",
  `/sessions/${"x".repeat(200)}`,
  `/sessions/${encodeURIComponent("漢".repeat(200))}`,
  "/events/evt_0123456789abcdef0123456789abcdef",
  "/events/sess_0123456789abcdef",
  "/events/x",
])("%s is not found", async (path) => {
  const { status, body } = await reader.call<{ code: string }>("GET", `/api/v1${path}`);
  expect([status, body.code]).toEqual([404, "not_found"]);
});

test("a list is read with the scope read:sessions, and not without it", async () => {
  for (const path of ["/sessions", "/sessions/x", "/sessions/x/events", "/events", "/events/x"]) {
    const { status, body } = await running.coding.sender.call<{ code: string }>("GET", `/api/v1${path}`);
    expect([status, body.code]).toEqual([403, "insufficient_scope"]);
  }
});
