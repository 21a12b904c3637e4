import { afterAll, beforeAll, expect, test } from "vitest";
import { dayOf } from "@hearth/core/identity/public-id";
import { eventTypeSeries } from "./event-type-series.ts";
import type { PlayRows } from "./fixtures/play-plan.ts";
import { PlayWorld } from "./fixtures/play-world.ts";

const now = Date.UTC(2026, 10, 22, 12, 34, 56);
const hour = 3_600_000;
let world: PlayWorld;
let rows: PlayRows;

beforeAll(() => {
  world = new PlayWorld(now);
  rows = world.settle({ sessions: 800 });
  world.settle({ sessions: 100, projectId: 2, firstId: 100_000, seed: 2 });
});
afterAll(() => world.close());

const iso = (at: number) => new Date(at).toISOString();

test.each([
  {
    name: "the last seven days",
    input: {},
    bucket: "day",
    from: Date.UTC(2026, 10, 15),
    to: Date.UTC(2026, 10, 23),
  },
  {
    name: "a day by hours",
    input: { from: "2026-11-21T10:20:00Z", to: "2026-11-22T10:20:00Z" },
    bucket: "hour",
    from: Date.UTC(2026, 10, 21, 10),
    to: Date.UTC(2026, 10, 22, 11),
  },
  {
    name: "one environment",
    input: { environment: "Development" },
    bucket: "day",
    from: Date.UTC(2026, 10, 15),
    to: Date.UTC(2026, 10, 23),
    keeps: (event: PlayRows["events"][number]) => event.environment_id === 11,
  },
])("$name", async ({ input, bucket, from, to, keeps = () => true }) => {
  const shown = await eventTypeSeries(world.context, { project: "game", ...input });
  const events = rows.events.filter(
    (event) => event.occurred_at >= from && event.occurred_at < to && keeps(event),
  );
  expect(shown).toMatchObject({ bucket, from: iso(from), to: iso(to), events: events.length });
  const byType = Map.groupBy(events, (event) => event.event_type);
  expect(shown.typeCount).toBe(byType.size);
  const width = bucket === "hour" ? hour : 24 * hour;
  for (const { eventType, events: count, points } of shown.types) {
    const own = byType.get(eventType)!;
    expect(count).toBe(own.length);
    const byStart = Map.groupBy(own, (event) => Math.floor(event.occurred_at / width) * width);
    const expected = [...byStart].toSorted(([a], [b]) => a - b);
    expect(points).toEqual(expected.map(([at, some]) => ({ at: iso(at), events: some.length })));
  }
  const counts = shown.types.map(({ events }) => events);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
});

test("of one build, and only the most frequent types", async () => {
  const build = rows.builds[1]!;
  const input = {
    project: "game",
    build: world.context.ids.encode("build", dayOf(build.created_at), build.id),
  };
  const shown = await eventTypeSeries(world.context, { ...input, from: "2026-10-01", limit: 2 });
  expect(shown.types).toHaveLength(2);
  expect(shown.typeCount).toBe(4);
  expect(shown.events).toBe(rows.events.filter((event) => event.build_id === build.id).length);
});

test.each([
  { from: "2026-11-22", to: "2026-11-21" },
  { from: "2024-11-22", to: "2026-11-21" },
  { from: "2026-08-22", to: "2026-11-21", bucket: "hour" as const },
  { from: "now" },
])("the range %o is refused by name", async (range) => {
  const asked = eventTypeSeries(world.context, { project: "game", ...range });
  await expect(asked).rejects.toMatchObject({ code: "invalid_request", details: [{ path: "from" }] });
});
