import { afterAll, beforeAll, expect, test } from "vitest";
import { HearthError } from "@hearth/core/errors";
import { dayOf } from "@hearth/core/identity/public-id";
import { stringify } from "../../json-text.ts";
import { alonePlusPairs, type FilterCase } from "./fixtures/filter-case.ts";
import { plansOf } from "./fixtures/plans-of.ts";
import type { PlayRows } from "./fixtures/play-plan.ts";
import { PlayWorld } from "./fixtures/play-world.ts";
import { walk } from "./fixtures/walk.ts";
import { listEvents, type EventList } from "./list-events.ts";

const now = Date.UTC(2026, 10, 22, 12, 34, 56);
const hour = 3_600_000;
let world: PlayWorld;
let rows: PlayRows;

beforeAll(() => {
  world = new PlayWorld(now);
  const made = world.makeUp({ sessions: 900 });
  // Row ids are handed out as events are received.
  const order = made.events.toSorted((a, b) => a.received_at - b.received_at);
  const ids = new Map(order.map((event, at) => [event.id, at + 1]));
  rows = {
    ...made,
    events: order.map((event) => ({ ...event, id: ids.get(event.id)! })),
    reportEvents: made.reportEvents.map((link) => ({ ...link, event_id: ids.get(link.event_id)! })),
  };
  world.store(rows);
  const others = world.makeUp({ sessions: 50, projectId: 2, firstId: 100_000, seed: 2 });
  world.store({ ...others, events: others.events.map((event) => ({ ...event, received_at: now })) });
});
afterAll(() => world.close());

type Event = PlayRows["events"][number];
const iso = (at: number) => new Date(at).toISOString();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const idOf = (event: Event) =>
  event.supplied_id === null
    ? world.context.ids.encode("event", dayOf(event.received_at), event.id)
    : hex(event.supplied_id).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
const session = () => rows.sessions.find((session) => session.event_count === 3)!;
const sessionId = () => world.context.ids.encode("session", dayOf(session().started_at), session().id);

const cases: FilterCase<Partial<EventList>, Event>[] = [
  { name: "all", input: () => ({}), keeps: () => true },
  {
    name: "environment",
    input: () => ({ environment: "Development" }),
    keeps: (event) => event.environment_id === 11,
  },
  {
    name: "session",
    input: () => ({ session: sessionId() }),
    keeps: (event) => event.session_id === session().id,
  },
  {
    name: "build",
    input: () => ({
      build: world.context.ids.encode("build", dayOf(rows.builds[2]!.created_at), rows.builds[2]!.id),
    }),
    keeps: (event) => event.build_id === rows.builds[2]!.id,
  },
  {
    name: "type",
    input: () => ({ eventType: "purchase" }),
    keeps: (event) => event.event_type === "purchase",
  },
  {
    name: "a type never sent",
    input: () => ({ eventType: "nothing" }),
    keeps: (event) => event.event_type === "nothing",
  },
  {
    name: "from",
    input: () => ({ from: iso(now - 90.3 * hour) }),
    keeps: (event) => event.received_at >= now - 90.3 * hour,
  },
  {
    name: "to",
    input: () => ({ to: iso(now - 60 * hour) }),
    keeps: (event) => event.received_at < now - 60 * hour,
  },
];

test.each(alonePlusPairs(cases))("$name: as a plain filter finds and sorts", async ({ input, keeps }) => {
  const expected = rows.events.filter(keeps).toSorted((a, b) => b.id - a.id);
  const { items } = await walk(listEvents, world.context, { project: "game", ...input(), limit: 60 });
  expect(items.map((item) => item.id)).toEqual(expected.map(idOf));
});

test("an event is shown as sent, with the reports that name it", async () => {
  const link = rows.reportEvents.find(({ event_id }) => rows.events[event_id - 1]!.payload !== null)!;
  const event = rows.events[link.event_id - 1]!;
  const report = rows.reports.find((report) => report.id === link.report_id)!;
  const { items } = await walk(listEvents, world.context, { project: "game" });
  const item = items.find((item) => item.id === idOf(event))!;
  expect(item).toMatchObject({
    eventType: event.event_type,
    occurredAt: iso(event.occurred_at),
    receivedAt: iso(event.received_at),
  });
  expect(item.reportIds).toContain(world.context.ids.encode("report", dayOf(report.created_at), report.id));
  expect(stringify(item)).toContain(`"payload":${event.payload}`);
});

test("a rare type is looked for a stretch at a time", async () => {
  const many = new PlayWorld(now);
  const template = rows.events[0]!;
  const events = Array.from({ length: 45_000 }, (_, at) => ({
    ...template,
    id: at + 1,
    session_id: null,
    build_id: null,
    environment_id: 10,
    supplied_id: null,
    event_type: at === 10 ? "rare" : "common",
    received_at: now - 45_000 + at,
  }));
  many.store({ events });
  const first = await listEvents(many.context, { project: "game", eventType: "rare" });
  expect(first.items).toEqual([]);
  expect(first.nextCursor).not.toBeNull();
  const { items } = await walk(listEvents, many.context, { project: "game", eventType: "rare" });
  expect(items).toHaveLength(1);
  many.close();
});

test("every range is read through an index in its order", async () => {
  const { nextCursor } = await listEvents(world.context, {
    project: "game",
    eventType: "purchase",
    limit: 5,
  });
  const plans = await plansOf(world, async (context) => {
    await listEvents(context, { project: "game" });
    await listEvents(context, { project: "game", cursor: nextCursor! });
    await listEvents(context, { project: "game", session: sessionId() });
  });
  const ranges = plans.filter(({ sql }) => sql.includes('from "play_events"'));
  for (const { sql, plan } of ranges) expect(plan, sql).toMatch(/^SEARCH play_events USING/);
});

test("another organization sees its own events only", async () => {
  const { items } = await walk(listEvents, world.stranger, { project: "game" });
  const ours = new Set(rows.events.map(idOf));
  expect(items.length).toBeGreaterThan(0);
  expect(items.filter((item) => ours.has(item.id))).toEqual([]);
  const theirs = listEvents(world.stranger, { project: "game", session: sessionId() });
  await expect(theirs).rejects.toThrow(HearthError);
});
