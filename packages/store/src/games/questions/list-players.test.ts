import { afterAll, beforeAll, expect, test } from "vitest";
import type { PlayRows } from "./fixtures/play-plan.ts";
import { plansOf } from "./fixtures/plans-of.ts";
import { PlayWorld } from "./fixtures/play-world.ts";
import { walk } from "./fixtures/walk.ts";
import { listPlayers } from "./list-players.ts";

const now = Date.UTC(2026, 10, 22, 12, 34, 56);
let world: PlayWorld;
let rows: PlayRows;

beforeAll(() => {
  world = new PlayWorld(now);
  rows = world.settle({ sessions: 500 });
  world.settle({ sessions: 50, projectId: 2, firstId: 100_000 });
});
afterAll(() => world.close());

const columns = { externalId: "player_external_id", deviceId: "player_device_id" } as const;

test.each([
  { kind: "externalId" as const, prefix: undefined },
  { kind: "externalId" as const, prefix: "steam_1" },
  { kind: "deviceId" as const, prefix: undefined },
  { kind: "deviceId" as const, prefix: "device-9" },
  { kind: "deviceId" as const, prefix: "nobody" },
])("players by $kind beginning with $prefix, each once", async ({ kind, prefix }) => {
  const column = columns[kind];
  const sessions = rows.sessions.filter((session) => session[column]?.startsWith(prefix ?? ""));
  const byPlayer = Map.groupBy(sessions, (session) => session[column]!);
  const expected = [...byPlayer.keys()].toSorted().map((id) => {
    const starts = byPlayer.get(id)!.map((session) => session.started_at);
    return {
      kind,
      id,
      sessions: starts.length,
      firstSeenAt: new Date(Math.min(...starts)).toISOString(),
      lastSeenAt: new Date(Math.max(...starts)).toISOString(),
    };
  });
  const { items } = await walk(listPlayers, world.context, { project: "game", kind, prefix, limit: 6 });
  expect(items).toEqual(expected);
});

test("a player is one step into an index", async () => {
  const plans = await plansOf(world, (context) =>
    listPlayers(context, { project: "game", prefix: "steam_1" }),
  );
  const steps = plans.filter(({ sql }) => sql.includes("min(") && !sql.includes("group by"));
  expect(steps.length).toBeGreaterThan(1);
  for (const { plan } of steps)
    expect(plan).toMatch(/SEARCH play_sessions USING COVERING INDEX play_sessions_by_player/);
});
