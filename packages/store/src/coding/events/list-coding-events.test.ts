import { calendarOf } from "@hearth/core/time/calendar";
import { afterAll, beforeAll, expect, test } from "vitest";
import { alonePlusPairs, type FilterCase } from "../../games/questions/fixtures/filter-case.ts";
import { plansOf } from "../reading/fixtures/plans-of.ts";
import { type PlainEvent, type PlainSession, ReadingWorld } from "../reading/fixtures/reading-world.ts";
import { sentCall } from "../reading/fixtures/sent-signal.ts";
import { walkPages } from "../reading/fixtures/walk-pages.ts";
import { workHistory } from "../reading/fixtures/work-history.ts";
import { listCodingEvents } from "./list-coding-events.ts";

const zone = "Europe/Berlin";
const start = Date.UTC(2026, 1, 1);
const now = Date.UTC(2026, 7, 1);
const day = 86_400_000;
let world: ReadingWorld;
let events: PlainEvent[];
let sessions: PlainSession[];
let busiest: PlainSession;
/** Ids of the sessions that hold the events. */
let holders: ReadonlyMap<PlainEvent, string>;

beforeAll(() => {
  world = new ReadingWorld(now, zone);
  world.send(world.live, workHistory({ seed: 1, start, days: 100, stretches: 2_500 }));
  world.send(world.test, workHistory({ seed: 2, start, days: 100, stretches: 50 }));
  world.send(world.stranger, workHistory({ seed: 3, start, days: 100, stretches: 50 }));
  events = world.events(world.live);
  sessions = world.sessions(world.live);
  busiest = sessions.toSorted((a, b) => b.calls - a.calls)[0]!;
  holders = new Map(events.map((event) => [event, sessionOf(event).id]));
});
afterAll(() => world.close());

type Input = Parameters<typeof listCodingEvents>[1];

const between =
  (from: number, to: number) =>
  ({ time }: PlainEvent): boolean =>
    time >= from && time < to;
const iso = (at: number): string => new Date(at).toISOString();
const midnight = (date: string): number => calendarOf(zone).dayStart(Date.parse(date) / day);
const middle = start + 50.3 * day;
const sessionOf = (event: PlainEvent): PlainSession =>
  sessions.findLast(
    ({ stream, time, hash }) =>
      stream === event.stream && (time < event.time || (time === event.time && hash <= event.hash)),
  )!;

const cases: FilterCase<Input, PlainEvent>[] = [
  { name: "of the busy user", input: () => ({ user_id: "ana" }), keeps: ({ user }) => user === "ana" },
  { name: "of a user who left", input: () => ({ user_id: "eve" }), keeps: ({ user }) => user === "eve" },
  { name: "of a project", input: () => ({ project_id: "game" }), keeps: ({ project }) => project === "game" },
  {
    name: "by a tool",
    input: () => ({ adapter: "claude-code" }),
    keeps: ({ adapter }) => adapter === "claude-code",
  },
  {
    name: "by another tool",
    input: () => ({ adapter: "cursor" }),
    keeps: ({ adapter }) => adapter === "cursor",
  },
  {
    name: "of a model that came late",
    input: () => ({ model: "opus" }),
    keeps: ({ model }) => model === "opus",
  },
  { name: "of a rare model", input: () => ({ model: "haiku" }), keeps: ({ model }) => model === "haiku" },
  { name: "that failed", input: () => ({ error_only: true }), keeps: ({ isError }) => isError },
  { name: "failed or not", input: () => ({ error_only: false }), keeps: () => true },
  { name: "of nobody", input: () => ({ user_id: "nobody" }), keeps: () => false },
  { name: "from a time", input: () => ({ from: iso(middle) }), keeps: between(middle, Infinity) },
  { name: "to a date", input: () => ({ to: "2026-05-01" }), keeps: between(0, midnight("2026-05-01")) },
  {
    name: "of some minutes",
    input: () => ({ from: iso(middle), to: iso(middle + 47 * 60_000) }),
    keeps: between(middle, middle + 47 * 60_000),
  },
  {
    name: "of some months",
    input: () => ({ from: iso(start + 20.4 * day), to: iso(start + 85.6 * day) }),
    keeps: between(start + 20.4 * day, start + 85.6 * day),
  },
  {
    name: "of a session",
    input: () => ({ session_id: busiest.id }),
    keeps: (event) => holders.get(event) === busiest.id,
  },
];

test.each(alonePlusPairs(cases))(
  "events $name: as a plain filter finds, sorts and counts",
  async (filter) => {
    const expected = events.filter(filter.keeps);
    for (const order of ["asc", "desc"] as const) {
      const pages = expected.length > 800 ? 3 : Infinity;
      const { items, totals } = await walkPages(
        listCodingEvents,
        world.context(world.live),
        { ...filter.input(), order, limit: 100 },
        { pages },
      );
      const ids = (order === "asc" ? expected : expected.toReversed()).map(({ id }) => id);
      expect(items.map(({ id }) => id)).toEqual(ids.slice(0, 100 * pages));
      expect(totals).toEqual([expected.length]);
    }
  },
);

test("filters of three and more: the same", async () => {
  const input = {
    user_id: "ana",
    adapter: "claude-code",
    model: "opus",
    error_only: true,
    from: iso(middle),
  };
  const expected = events.filter(
    (event) =>
      event.user === "ana" &&
      event.adapter === "claude-code" &&
      event.model === "opus" &&
      event.isError &&
      event.time >= middle,
  );
  const { items, totals } = await walkPages(listCodingEvents, world.context(world.live), {
    ...input,
    limit: 3,
  });
  expect(items.map(({ id }) => id)).toEqual(expected.map(({ id }) => id).toReversed());
  expect(totals).toEqual([expected.length]);
});

test("all of them, page by page, each in the session that holds it", async () => {
  const { items, totals } = await walkPages(listCodingEvents, world.context(world.live), { limit: 73 });
  expect(items.map(({ id, session_id }) => [id, session_id])).toEqual(
    events.map((event) => [event.id, holders.get(event)]).toReversed(),
  );
  expect(totals).toEqual([events.length]);
});

test("a minute of very many calls, some of one millisecond, is walked in small pages", async () => {
  const crowd = new ReadingWorld(now);
  const signals = Array.from({ length: 3_000 }, (_, at) =>
    sentCall({
      user: `user ${at % 40}`,
      time: start + Math.floor(at / 7) * 20,
      adapter: at % 2 ? "codex" : "cursor",
    }),
  );
  crowd.send(crowd.live, signals);
  const expected = crowd.events(crowd.live);
  for (const order of ["asc", "desc"] as const) {
    for (const adapter of [undefined, "codex"]) {
      const { items } = await walkPages(listCodingEvents, crowd.context(crowd.live), {
        order,
        adapter,
        limit: 90,
      });
      const ids = expected
        .filter((event) => adapter === undefined || event.adapter === adapter)
        .map(({ id }) => id);
      expect(items.map(({ id }) => id)).toEqual(order === "asc" ? ids : ids.toReversed());
    }
  }
  crowd.close();
});

test("an event is shown as it is", async () => {
  const own = new ReadingWorld(now);
  const time = Date.UTC(2026, 5, 1, 10, 0, 0, 7);
  own.send(own.live, [
    sentCall({
      keys: ["msg_1", "req_1"],
      user: "ana",
      project: null,
      time,
      metadata: {
        tokensIn: 1_000,
        tokensOut: 100,
        cacheRead: 400,
        cacheWrite5m: 30,
        cacheWrite1h: 20,
        reasoning: 9,
        latency: 812,
        costReported: 4_200_000,
        errorCode: "rate_limited",
        gitCommit: "a1b2",
        gitBranch: "main",
        machine: "m1",
        toolSession: "t1",
        source: "transcript",
        service: "fast",
        geography: "us",
        webSearches: 2,
      },
    }),
    sentCall({
      keys: ["req_1"],
      user: "ana",
      project: null,
      time,
      metadata: { tokensIn: null, tokensOut: 1, source: "otlp" },
    }),
    sentCall({
      keys: ["bare"],
      time: time - 1,
      metadata: { model: null, tokensIn: null, tokensOut: null, costReported: 5 },
    }),
  ]);
  const { data } = await listCodingEvents(own.context(own.live), {});
  const session = own.sessions(own.live).find(({ project }) => project === null);
  expect(data[0]).toEqual({
    id: `evt_${own.digits(own.live, "msg_1").slice(0, 32)}`,
    type: "call",
    session_id: session!.id,
    user_id: "ana",
    project_id: null,
    ts: "2026-06-01T10:00:00.007Z",
    adapter: "claude-code",
    model: "opus",
    tokens_in: 1_000,
    tokens_out: 100,
    cache_read_tokens: 400,
    cache_write_tokens: 50,
    reasoning_tokens: 9,
    latency_ms: 812,
    cost_usd: (550 * 3 + 400 + 50 * 3 + 100 * 7) / 1e6,
    cost_reported_usd: 4.2,
    error_code: "rate_limited",
    sources: ["transcript", "otlp"],
    git_commit: "a1b2",
    git_branch: "main",
    repository: null,
    machine: "m1",
    tool_session_id: "t1",
    service_tier: "fast",
    geography: "us",
    web_searches: 2,
  });
  expect(data[1]).toMatchObject({
    model: "unknown",
    tokens_in: 0,
    tokens_out: 0,
    latency_ms: null,
    cost_usd: 0.000_005,
    cost_reported_usd: 0.000_005,
    error_code: null,
    sources: ["adapter"],
    tool_session_id: null,
  });
  expect(data[1]).not.toHaveProperty("service_tier");
  own.close();
});

test.each(["asc", "desc"] as const)(
  "a walk in %s order while calls arrive shows what was there, once",
  async (order) => {
    const busy = new ReadingWorld(now);
    busy.send(busy.live, workHistory({ seed: 5, start, days: 40, stretches: 200 }));
    const before = busy.events(busy.live);
    let turn = 0;
    const { items, totals } = await walkPages(
      listCodingEvents,
      busy.context(busy.live),
      { order, limit: 50 },
      {
        between: () =>
          busy.send(busy.live, workHistory({ seed: 100 + turn++, start, days: 40, stretches: 15 })),
      },
    );
    const shown = items.map(({ id }) => id);
    expect(new Set(shown).size).toBe(shown.length);
    const known = new Set(before.map(({ id }) => id));
    const shownBefore = shown.filter((id) => known.has(id));
    expect(order === "asc" ? shownBefore : shownBefore.toReversed()).toEqual(before.map(({ id }) => id));
    expect(totals).toEqual([before.length]);
    busy.close();
  },
);

test("live, test and another organization's events show to their own keys alone", async () => {
  for (const scope of [world.live, world.test, world.stranger]) {
    const { items } = await walkPages(listCodingEvents, world.context(scope), { limit: 100 });
    expect(items.map(({ id }) => id)).toEqual(
      world
        .events(scope)
        .map(({ id }) => id)
        .toReversed(),
    );
  }
  const ours = { session_id: busiest.id };
  expect((await listCodingEvents(world.context(world.live), ours)).total).toBe(busiest.calls);
  expect((await listCodingEvents(world.context(world.test), ours)).total).toBe(0);
  expect((await listCodingEvents(world.context(world.stranger), ours)).total).toBe(0);
});

test("a cursor of another organization, mode or filter is refused", async () => {
  const { cursor } = await listCodingEvents(world.context(world.live), { error_only: true, limit: 5 });
  for (const scope of [world.test, world.stranger]) {
    await expect(listCodingEvents(world.context(scope), { cursor: cursor! })).rejects.toMatchObject({
      code: "invalid_request",
      details: [{ path: "cursor" }],
    });
  }
  const other = listCodingEvents(world.context(world.live), { cursor: cursor!, adapter: "codex" });
  await expect(other).rejects.toMatchObject({ details: [{ path: "adapter" }] });
  const next = await listCodingEvents(world.context(world.live), { cursor: cursor! });
  expect(next.data).toHaveLength(5);
  expect(next.data.every(({ error_code: code }) => code !== null)).toBe(true);
});

test.each(alonePlusPairs(cases))("events $name: nothing is read but by an index", async ({ input }) => {
  for (const order of ["asc", "desc"] as const) {
    const context = world.context(world.live);
    const first = await listCodingEvents(context, { ...input(), order, limit: 1 });
    const plans = await plansOf(world.database, context, async (asking) => {
      await listCodingEvents(asking, { ...input(), order, limit: 1 });
      if (first.cursor !== null) await listCodingEvents(asking, { cursor: first.cursor });
    });
    for (const { sql, plan } of plans) {
      expect(plan, sql).not.toMatch(/SCAN (?!constant)/i);
      expect(plan, sql).not.toMatch(/coding_calls USING PRIMARY KEY \(organization_id=\?\)/);
      expect(plan, sql).not.toMatch(
        /coding_usage USING PRIMARY KEY \(organization_id=\? AND test=\?( AND level=\?)?\)/,
      );
    }
  }
});
