import { HearthError } from "@hearth/core/errors";
import { calendarOf } from "@hearth/core/time/calendar";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { alonePlusPairs, type FilterCase } from "../../games/questions/fixtures/filter-case.ts";
import { plansOf } from "../reading/fixtures/plans-of.ts";
import { type PlainSession, ReadingWorld } from "../reading/fixtures/reading-world.ts";
import { sentCall, sentSignal } from "../reading/fixtures/sent-signal.ts";
import { walkPages } from "../reading/fixtures/walk-pages.ts";
import { workHistory } from "../reading/fixtures/work-history.ts";
import { listCodingSessions } from "./list-coding-sessions.ts";

const zone = "America/St_Johns";
const start = Date.UTC(2026, 1, 1);
const now = Date.UTC(2026, 7, 1);
const day = 86_400_000;
let world: ReadingWorld;
let sessions: PlainSession[];

beforeAll(() => {
  world = new ReadingWorld(now, zone);
  world.send(world.live, workHistory({ seed: 1, start, days: 150, stretches: 6_000 }));
  world.send(world.test, workHistory({ seed: 2, start, days: 150, stretches: 60 }));
  world.send(world.stranger, workHistory({ seed: 3, start, days: 150, stretches: 60 }));
  sessions = world.sessions(world.live);
});
afterAll(() => world.close());

type Input = Parameters<typeof listCodingSessions>[1];

const between =
  (from: number, to: number) =>
  ({ time }: PlainSession): boolean =>
    time >= from && time < to;
const iso = (at: number): string => new Date(at).toISOString();
const midnight = (date: string): number => calendarOf(zone).dayStart(Date.parse(date) / day);
const middle = start + 70.3 * day;

const cases: FilterCase<Input, PlainSession>[] = [
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
  {
    name: "of no known model",
    input: () => ({ model: "unknown" }),
    keeps: ({ model }) => model === "unknown",
  },
  { name: "of nobody", input: () => ({ user_id: "nobody" }), keeps: () => false },
  { name: "from a time", input: () => ({ from: iso(middle) }), keeps: between(middle, Infinity) },
  {
    name: "from a date",
    input: () => ({ from: "2026-03-08" }),
    keeps: between(midnight("2026-03-08"), Infinity),
  },
  { name: "to a time", input: () => ({ to: iso(middle) }), keeps: between(0, middle) },
  { name: "to a date", input: () => ({ to: "2026-05-01" }), keeps: between(0, midnight("2026-05-01")) },
  {
    name: "of some minutes",
    input: () => ({ from: iso(middle), to: iso(middle + 7 * 60_000) }),
    keeps: between(middle, middle + 7 * 60_000),
  },
  {
    name: "of some months",
    input: () => ({ from: iso(start + 20.4 * day), to: iso(start + 130.6 * day) }),
    keeps: between(start + 20.4 * day, start + 130.6 * day),
  },
];

const inOrder = (rows: readonly PlainSession[], order: "asc" | "desc"): readonly PlainSession[] =>
  order === "asc" ? rows : rows.toReversed();

test.each(alonePlusPairs(cases))(
  "sessions $name: as a plain filter finds, sorts and counts",
  async (filter) => {
    const expected = sessions.filter(filter.keeps);
    for (const order of ["asc", "desc"] as const) {
      const pages = expected.length > 1_000 ? 2 : Infinity;
      const { items, totals } = await walkPages(
        listCodingSessions,
        world.context(world.live),
        { ...filter.input(), order, limit: 100 },
        { pages },
      );
      const ids = inOrder(expected, order).map(({ id }) => id);
      expect(items.map(({ id }) => id)).toEqual(ids.slice(0, 100 * pages));
      expect(totals).toEqual([expected.length]);
    }
  },
);

test("filters of three and four: the same", async () => {
  const three = { user_id: "ana", project_id: "game", adapter: "claude-code" };
  const isThree = (one: PlainSession): boolean =>
    one.user === "ana" && one.project === "game" && one.adapter === "claude-code";
  const from = iso(middle);
  const attempts: [Input, (one: PlainSession) => boolean][] = [
    [three, isThree],
    [{ ...three, model: "opus" }, (one) => isThree(one) && one.model === "opus"],
    [{ ...three, model: "opus", from }, (one) => isThree(one) && one.model === "opus" && one.time >= middle],
    [
      { ...three, model: "haiku", to: from },
      (one) => isThree(one) && one.model === "haiku" && one.time < middle,
    ],
  ];
  for (const [input, keeps] of attempts) {
    const expected = sessions.filter(keeps).map(({ id }) => id);
    for (const order of ["asc", "desc"] as const) {
      const { items } = await walkPages(listCodingSessions, world.context(world.live), { ...input, order });
      const ids = items.map(({ id }) => id);
      expect(order === "asc" ? ids : ids.toReversed()).toEqual(expected);
    }
  }
});

test("a first call at the border is in from it on, and not before it", async () => {
  const { id, time } = sessions[777]!;
  const idsOf = async (input: Input) => {
    const { items } = await walkPages(listCodingSessions, world.context(world.live), input);
    return items.map((item) => item.id);
  };
  expect(await idsOf({ from: iso(time), to: iso(time + 1) })).toContain(id);
  expect(await idsOf({ from: iso(time + 1), to: iso(time + day) })).not.toContain(id);
  expect(await idsOf({ from: iso(time - day), to: iso(time) })).not.toContain(id);
});

test("a date alone is the organization's midnight", async () => {
  const own = new ReadingWorld(now, "Asia/Kathmandu");
  const midnightThere = Date.UTC(2026, 2, 10) - 345 * 60_000;
  own.send(own.live, [
    sentCall({ user: "early", time: midnightThere - 1 }),
    sentCall({ user: "late", time: midnightThere }),
  ]);
  const users = async (input: Input) =>
    (await listCodingSessions(own.context(own.live), input)).data.map((item) => item.user_id);
  expect(await users({ from: "2026-03-10" })).toEqual(["late"]);
  expect(await users({ to: "2026-03-10" })).toEqual(["early"]);
  expect(await users({ from: "2026-03-10", to: "2026-03-10" })).toEqual([]);
  expect(await users({ from: "2026-03-09", to: "2026-03-11" })).toEqual(["late", "early"]);
  own.close();
});

test("a session is shown as it is", async () => {
  const own = new ReadingWorld(now);
  const time = now - 60_000;
  const place = { user: "Änne 1", project: null, adapter: "codex" };
  own.send(own.live, [
    sentCall({
      ...place,
      time,
      metadata: { tokensIn: 1_000, tokensOut: 100, cacheRead: 400, cacheWrite1h: 50 },
    }),
    sentCall({
      ...place,
      time: time + 1_500,
      metadata: { model: "gpt", reasoning: 7, errorCode: "rate_limited" },
    }),
    sentCall({ ...place, time: time + 2_999, metadata: { model: "gpt" } }),
    sentSignal({ ...place, time: time + 3_000 }),
    sentSignal({ ...place, time: time + 4_000, sessionName: "no calls yet" }),
  ]);
  const { data, ...page } = await listCodingSessions(own.context(own.live), {});
  expect(page).toEqual({ cursor: null, has_more: false, total: 2 });
  const [named, windowed] = data;
  const [row] = own.sessions(own.live);
  expect(windowed).toEqual({
    id: row!.id,
    user_id: "Änne 1",
    project_id: null,
    started_at: iso(time),
    ended_at: iso(time + 2_999),
    duration_s: 2,
    status: "active",
    model: "gpt",
    models: ["gpt", "opus"],
    tokens_in: 1_200,
    tokens_out: 120,
    cache_read_tokens: 400,
    cache_write_tokens: 50,
    reasoning_tokens: 7,
    cost_usd: (550 * 3 + 400 + 50 * 3 + 100 * 7) / 1e6,
    unpriced_count: 2,
    signal_count: 3,
    error_count: 1,
    adapter: "codex",
  });
  expect(named).toMatchObject({
    id: "no calls yet",
    user_id: "Änne 1",
    started_at: iso(time + 4_000),
    duration_s: 0,
    model: null,
    models: [],
    signal_count: 0,
    cost_usd: 0,
  });
  const statuses = async () =>
    (await listCodingSessions(own.context(own.live), {})).data.map(({ status }) => status);
  expect(await statuses()).toEqual(["active", "active"]);
  own.send(own.live, [sentSignal({ ...place, type: "session-end", time: time + 5_000 })]);
  expect(await statuses()).toEqual(["active", "ended"]);
  const later = { ...own.context(own.live), now: time + 4_000 + 1_800_000 };
  expect((await listCodingSessions(later, {})).data.map(({ status }) => status)).toEqual(["ended", "ended"]);
  own.close();
});

test.each(["asc", "desc"] as const)(
  "a walk in %s order while sessions arrive shows what was there, once",
  async (order) => {
    const busy = new ReadingWorld(now);
    busy.send(busy.live, workHistory({ seed: 5, start, days: 60, stretches: 300 }));
    const before = busy.sessions(busy.live);
    let turn = 0;
    const { items, totals } = await walkPages(
      listCodingSessions,
      busy.context(busy.live),
      { order, limit: 30 },
      // Of other users, so that no session joins one that was there.
      {
        between: () => {
          const more = workHistory({ seed: 100 + turn++, start, days: 60, stretches: 10 });
          busy.send(
            busy.live,
            more.map((signal) => ({ ...signal, user: `late ${signal.user} ${turn}` })),
          );
        },
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

test("a page has 20 rows unless said, and a cursor carries filters, order and size", async () => {
  const context = world.context(world.live);
  const input = { user_id: "ana", adapter: "codex", order: "asc", limit: 7 } as const;
  const first = await listCodingSessions(context, input);
  const second = await listCodingSessions(context, { cursor: first.cursor! });
  const expected = sessions.filter(({ user, adapter }) => user === "ana" && adapter === "codex");
  expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(
    expected.slice(0, 14).map(({ id }) => id),
  );
  expect((await listCodingSessions(context, {})).data).toHaveLength(20);
  const same = await listCodingSessions(context, { ...input, cursor: first.cursor! });
  expect(same).toEqual(second);
  await expect(listCodingSessions(context, { cursor: first.cursor!, user_id: "ben" })).rejects.toMatchObject({
    code: "invalid_request",
    details: [{ path: "user_id" }],
  });
});

describe("a cursor", () => {
  test("of another organization, mode or list, or one that was changed, is refused", async () => {
    const { cursor } = await listCodingSessions(world.context(world.live), {});
    const sealed = cursor!;
    const changed = `${sealed.slice(0, 40)}${sealed[40] === "A" ? "B" : "A"}${sealed.slice(41)}`;
    const attempts = [
      [world.stranger, sealed],
      [world.test, sealed],
      [world.live, changed],
      [world.live, sealed.slice(0, -4)],
      [world.live, sealed.slice(0, 10)],
      [world.live, "x"],
    ] as const;
    for (const [scope, text] of attempts) {
      const asked = listCodingSessions(world.context(scope), { cursor: text });
      await expect(asked).rejects.toMatchObject({ code: "invalid_request", details: [{ path: "cursor" }] });
      await expect(asked).rejects.toBeInstanceOf(HearthError);
    }
  });
});

test("live, test and another organization's data show to their own keys alone", async () => {
  for (const scope of [world.live, world.test, world.stranger]) {
    const expected = world.sessions(scope);
    const { items, totals } = await walkPages(listCodingSessions, world.context(scope), { limit: 100 });
    expect(items.map(({ id }) => id)).toEqual(expected.map(({ id }) => id).toReversed());
    expect(totals).toEqual([expected.length]);
  }
});

test.each(["yesterday", "2026-13-01", "2026-02-30", ""])("the time %j is refused by name", async (from) => {
  const asked = listCodingSessions(world.context(world.live), { from });
  await expect(asked).rejects.toMatchObject({ code: "invalid_request", details: [{ path: "from" }] });
});

test.each(["0001-01-01", "1969-12-31", "9999-12-31", "2199-12-31T23:59:59.999Z"])(
  "at the edge of time, %s, nothing breaks",
  async (edge) => {
    const all = edge < "2000" ? sessions.length : 0;
    const context = world.context(world.live);
    expect((await listCodingSessions(context, { from: edge, limit: 1 })).total).toBe(all);
    expect((await listCodingSessions(context, { to: edge, limit: 1 })).total).toBe(sessions.length - all);
    const both = { adapter: "codex", model: "gpt", from: edge, to: edge };
    expect((await listCodingSessions(context, both)).total).toBe(0);
  },
);

test.each(alonePlusPairs(cases))("sessions $name: nothing is read but by an index", async ({ input }) => {
  for (const order of ["asc", "desc"] as const) {
    const context = world.context(world.live);
    const first = await listCodingSessions(context, { ...input(), order, limit: 1 });
    const plans = await plansOf(world.database, context, async (asking) => {
      await listCodingSessions(asking, { ...input(), order, limit: 1 });
      if (first.cursor !== null) await listCodingSessions(asking, { cursor: first.cursor });
    });
    for (const { sql, plan } of plans) {
      expect(plan, sql).not.toMatch(/SCAN (?!some|place|constant)/i);
      expect(plan, sql).not.toMatch(/coding_sessions USING .*\(organization_id=\?( AND test=\?)?\)$/m);
    }
  }
});
