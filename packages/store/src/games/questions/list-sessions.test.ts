import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HearthError } from "@hearth/core/errors";
import { sessionStatus, sessionStatuses } from "@hearth/core/games/session-status";
import { dayOf } from "@hearth/core/identity/public-id";
import { alonePlusPairs, type FilterCase } from "./fixtures/filter-case.ts";
import { plansOf } from "./fixtures/plans-of.ts";
import type { PlayRows } from "./fixtures/play-plan.ts";
import { identifier, PlayWorld } from "./fixtures/play-world.ts";
import { walk } from "./fixtures/walk.ts";
import { listSessions, type SessionList } from "./list-sessions.ts";

const now = Date.UTC(2026, 10, 22, 12, 34, 56);
const hour = 3_600_000;
let world: PlayWorld;
let rows: PlayRows;

beforeAll(() => {
  world = new PlayWorld(now);
  rows = world.settle({ sessions: 1500 });
  world.settle({ sessions: 100, projectId: 2, firstId: 100_000 });
  world.age(7);
});
afterAll(() => world.close());

type Session = PlayRows["sessions"][number];
const buildOf = (session: Session) => rows.builds.find((build) => build.id === session.build_id)!;
const buildId = (build: PlayRows["builds"][number]) =>
  world.context.ids.encode("build", dayOf(build.created_at), build.id);
const iso = (at: number) => new Date(at).toISOString();
const idOf = (session: Session, { context }: PlayWorld = world) =>
  context.ids.encode("session", dayOf(session.started_at), session.id);
const statusOf = (session: Session) =>
  sessionStatus(
    {
      outcome: session.outcome,
      lifecycle: session.lifecycle === 1,
      lastActivityAt: session.last_activity_at,
    },
    now,
  );
const startsWithin = (from: number, to: number) => (session: Session) =>
  session.started_at >= now - from * hour && session.started_at < now - to * hour;

const cases: FilterCase<Partial<SessionList>, Session>[] = [
  {
    name: "environment by name",
    input: () => ({ environment: "Production" }),
    keeps: (session) => session.environment_id === 10,
  },
  {
    name: "environment by id",
    input: () => ({ environment: identifier("env", 11) }),
    keeps: (session) => session.environment_id === 11,
  },
  {
    name: "build",
    input: () => ({ build: buildId(rows.builds[4]!) }),
    keeps: (session) => session.build_id === rows.builds[4]!.id,
  },
  {
    name: "version",
    input: () => ({ version: "1.14.2" }),
    keeps: (session) => buildOf(session).version === "1.14.2",
  },
  {
    name: "platform",
    input: () => ({ platform: "WINDOWS" }),
    keeps: (session) => buildOf(session).platform === "windows",
  },
  { name: "channel", input: () => ({ channel: "beta" }), keeps: (session) => session.channel === "beta" },
  {
    name: "external id",
    input: () => ({ player: "steam_3" }),
    keeps: (session) => session.player_external_id === "steam_3",
  },
  {
    name: "device id",
    input: () => ({ player: "device-5" }),
    keeps: (session) => session.player_device_id === "device-5",
  },
  ...sessionStatuses.map((status) => ({
    name: status,
    input: () => ({ status }),
    keeps: (session: Session) => statusOf(session) === status,
  })),
  { name: "from", input: () => ({ from: iso(now - 50.3 * hour) }), keeps: startsWithin(50.3, -1) },
  { name: "to", input: () => ({ to: iso(now - 20 * hour) }), keeps: startsWithin(Infinity, 20) },
  {
    name: "a stretch within an hour",
    input: () => ({ from: iso(now - 0.4 * hour), to: iso(now - 0.2 * hour) }),
    keeps: startsWithin(0.4, 0.2),
  },
];

test.each(alonePlusPairs(cases))(
  "$name: as a plain filter finds, sorts and counts",
  async ({ input, keeps }) => {
    const expected = rows.sessions
      .filter(keeps)
      .toSorted((a, b) => b.started_at - a.started_at || b.id - a.id);
    const { items, totals } = await walk(listSessions, world.context, {
      project: "game",
      ...input(),
      limit: 90,
    });
    expect(items.map((item) => item.id)).toEqual(expected.map((session) => idOf(session)));
    expect(totals).toEqual([expected.length]);
  },
);

test("a session is shown as it is", async () => {
  const session = rows.sessions.find((session) => session.outcome === "crashed" && session.channel !== null)!;
  const { items } = await walk(listSessions, world.context, { project: identifier("proj", 1) });
  expect(items.find((item) => item.id === idOf(session))).toEqual({
    id: idOf(session),
    status: "crashed",
    environment: expect.objectContaining({ id: identifier("env", session.environment_id) }),
    build: expect.objectContaining({ id: buildId(buildOf(session)), version: buildOf(session).version }),
    channel: session.channel,
    player: { externalId: session.player_external_id, deviceId: session.player_device_id },
    lifecycle: session.lifecycle === 1,
    startedAt: iso(session.started_at),
    endedAt: iso(session.ended_at!),
    lastActivityAt: iso(session.last_activity_at),
    durationMs: session.ended_at! - session.started_at,
    events: session.event_count,
    uploads: session.upload_count,
    reports: session.report_count,
  });
});

describe.each(["asc", "desc"] as const)("a walk in %s order", (order) => {
  test("shows what was there when it began, each once, while sessions are added", async () => {
    const busy = new PlayWorld(now);
    const before = busy.settle({ sessions: 400 });
    let added = 0;
    const { items, totals } = await walk(
      listSessions,
      busy.context,
      { project: "game", order, limit: 30 },
      () => {
        const firstId = 10_000 + 100 * added++;
        const more = busy.makeUp({ sessions: 20, seed: firstId, firstId });
        busy.store({ sessions: more.sessions });
      },
    );
    const shown = items.map((item) => item.id);
    expect(new Set(shown).size).toBe(shown.length);
    expect(before.sessions.map((session) => idOf(session, busy)).filter((id) => !shown.includes(id))).toEqual(
      [],
    );
    expect(totals).toEqual([400]);
    const starts = items.map((item) => Date.parse(item.startedAt));
    expect(starts).toEqual(starts.toSorted((a, b) => (order === "asc" ? a - b : b - a)));
    busy.close();
  });
});

test("the page size of a cursor can be changed, its filters cannot", async () => {
  const first = await listSessions(world.context, { project: "game", channel: "beta", limit: 5 });
  const cursor = first.nextCursor!;
  const wider = await listSessions(world.context, { project: "game", cursor, limit: 10, channel: "beta" });
  expect(wider.items).toHaveLength(10);
  await expect(listSessions(world.context, { project: "game", cursor, channel: "prod" })).rejects.toThrow(
    HearthError,
  );
  await expect(listSessions(world.context, { project: "game", cursor, order: "asc" })).rejects.toThrow(
    HearthError,
  );
});

test("another organization sees its own sessions only, and no cursor or id of ours", async () => {
  const { items } = await walk(listSessions, world.stranger, { project: "game" });
  expect(items).toHaveLength(100);
  const ours = await listSessions(world.context, { project: "game", limit: 5 });
  const attempts = [
    { project: identifier("proj", 1) },
    { project: "game", environment: identifier("env", 10) },
    { project: "game", build: buildId(rows.builds[0]!) },
    { project: "game", cursor: ours.nextCursor! },
  ];
  for (const input of attempts)
    await expect(listSessions(world.stranger, input)).rejects.toThrow(HearthError);
});

test.each(["yesterday", "2026-13-01", ""])("the time %j is refused by name", async (from) => {
  const asked = listSessions(world.context, { project: "game", from });
  await expect(asked).rejects.toMatchObject({ code: "invalid_request", details: [{ path: "from" }] });
});

test.each(
  cases
    .filter(({ name }) => name !== "open" && name !== "device id")
    .flatMap((one) => [
      { name: one.name, input: () => ({ ...one.input(), order: "desc" as const }) },
      { name: `${one.name}, from the oldest`, input: () => ({ ...one.input(), order: "asc" as const }) },
    ]),
)("$name: every page is read from an index in its order", async ({ input }) => {
  const first = await listSessions(world.context, { project: "game", ...input(), limit: 1 });
  const plans = await plansOf(world, async (context) => {
    await listSessions(context, { project: "game", limit: 1, ...input() });
    if (first.nextCursor !== null) {
      await listSessions(context, { project: "game", limit: 1, cursor: first.nextCursor });
    }
  });
  const pages = plans.filter(({ sql }) => /from "play_sessions".* order by/.test(sql));
  expect(pages.length).toBeGreaterThan(0);
  for (const { sql, plan } of pages) expect(plan, sql).not.toMatch(/TEMP B-TREE|SCAN/);
});
