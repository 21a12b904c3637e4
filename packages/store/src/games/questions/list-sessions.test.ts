import { afterAll, beforeAll, expect, test } from "vitest";
import { sessionStatus } from "@hearth/core/games/session-status";
import { dayOf } from "@hearth/core/identity/public-id";
import type { PlayRows } from "./fixtures/play-rows.ts";
import { identifier, PlayWorld } from "./fixtures/play-world.ts";
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
const iso = (at: number) => new Date(at).toISOString();
const idOf = (session: Session) => world.context.ids.encode("session", dayOf(session.started_at), session.id);

/** Every filter as the question takes it, beside what it means. */
const filters: { name: string; input: () => Partial<SessionList>; keeps: (session: Session) => boolean }[] = [
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
    input: () => ({
      build: world.context.ids.encode("build", dayOf(rows.builds[4]!.created_at), rows.builds[4]!.id),
    }),
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
  ...(["open", "ok", "crashed", "abnormal", "unknown"] as const).map((status) => ({
    name: status,
    input: () => ({ status }),
    keeps: (session: Session) =>
      sessionStatus(
        {
          outcome: session.outcome,
          lifecycle: session.lifecycle === 1,
          lastActivityAt: session.last_activity_at,
        },
        now,
      ) === status,
  })),
  {
    name: "from",
    input: () => ({ from: iso(now - 50.3 * hour) }),
    keeps: (session) => session.started_at >= now - 50.3 * hour,
  },
  {
    name: "to",
    input: () => ({ to: iso(now - 20 * hour) }),
    keeps: (session) => session.started_at < now - 20 * hour,
  },
  {
    name: "a stretch within an hour",
    input: () => ({ from: iso(now - 0.4 * hour), to: iso(now - 0.2 * hour) }),
    keeps: (session) => session.started_at >= now - 0.4 * hour && session.started_at < now - 0.2 * hour,
  },
];

const pairs = filters.flatMap((one, at) => [one, ...filters.slice(at + 1).map((other) => both(one, other))]);

function both(one: (typeof filters)[number], other: (typeof filters)[number]): (typeof filters)[number] {
  return {
    name: `${one.name} + ${other.name}`,
    input: () => ({ ...one.input(), ...other.input() }),
    keeps: (session) => {
      const input = other.input();
      const isOverruled = Object.keys(one.input()).every((name) => name in input);
      return (isOverruled || one.keeps(session)) && other.keeps(session);
    },
  };
}

async function walk(input: Partial<SessionList>): Promise<{ ids: string[]; totals: Set<number> }> {
  const ids: string[] = [];
  const totals = new Set<number>();
  let page = await listSessions(world.context, { project: "game", ...input });
  for (;;) {
    ids.push(...page.items.map((item) => item.id));
    totals.add(page.total);
    if (page.nextCursor === null) return { ids, totals };
    page = await listSessions(world.context, { project: identifier("proj", 1), cursor: page.nextCursor });
  }
}

test.each(pairs)("$name: the same sessions, order and total as a plain filter", async ({ input, keeps }) => {
  const expected = rows.sessions
    .filter(keeps)
    .toSorted((a, b) => b.started_at - a.started_at || b.id - a.id)
    .map(idOf);
  const { ids, totals } = await walk({ ...input(), limit: 90 });
  expect(ids).toEqual(expected);
  expect([...totals]).toEqual([expected.length]);
});
