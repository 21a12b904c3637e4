import { afterAll, describe, expect, test } from "vitest";
import { listCodingEvents } from "../events/list-coding-events.ts";
import { plansOf } from "../reading/fixtures/plans-of.ts";
import { ReadingWorld } from "../reading/fixtures/reading-world.ts";
import { sentCall, sentSignal } from "../reading/fixtures/sent-signal.ts";
import { listCodingSessions } from "../sessions/list-coding-sessions.ts";
import type { NewsPlace } from "./coding-news.ts";
import { getCodingNews } from "./get-coding-news.ts";

const minute = 60_000;
const morning = Date.UTC(2026, 2, 10, 9);
const world = new ReadingWorld(morning + 24 * 60 * minute);
afterAll(() => world.close());

// A windowed session of two calls, a later one that an end follows, and a named one.
for (const scope of [world.live, world.test, world.stranger]) {
  world.send(scope, [
    sentCall({ time: morning }),
    sentCall({ time: morning + minute }),
    sentCall({ time: morning + 60 * minute }),
    sentSignal({ type: "session-end", time: morning + 61 * minute }),
    sentCall({ time: morning, sessionName: "run" }),
  ]);
}
const placeOf = ({ stream, time, hash }: { stream: number; time: number; hash: string }): NewsPlace => ({
  streamId: stream,
  time,
  hash,
});
const context = world.context(world.live);
const sessions = world.sessions(world.live);
const events = world.events(world.live);
const windowed = sessions.filter(({ id }) => id !== "run");
const nowhere = { ...placeOf(events[0]!), time: morning - 1 };
const nothing = { sessions: [], calls: [], ends: [], removed: [] };

test("sessions and events are shown as the lists show them, null where nothing is any more", async () => {
  const answer = await getCodingNews(context, {
    ...nothing,
    sessions: [nowhere, ...sessions.map(placeOf)],
    calls: [...events.map(placeOf), nowhere],
  });
  const listedSessions = await listCodingSessions(context, { order: "asc" });
  const listedEvents = await listCodingEvents(context, { order: "asc" });
  expect(answer.sessions).toEqual([null, ...listedSessions.data]);
  expect(answer.events).toEqual([...listedEvents.data, null]);
});

test("an end shows the session before it, once", async () => {
  const [first, second] = windowed;
  const end = { streamId: second!.stream, time: morning + 61 * minute };
  const early = { ...end, time: morning - minute };
  const alone = await getCodingNews(context, {
    ...nothing,
    ends: [end, { ...end, time: end.time + 1 }, early],
  });
  expect(alone.ended.map(({ id }) => id)).toEqual([second!.id]);
  const beside = await getCodingNews(context, { ...nothing, sessions: [placeOf(second!)], ends: [end] });
  expect(beside.ended).toEqual([]);
  expect(first!.id).not.toBe(second!.id);
});

test("what holds the calls of a session that is gone", async () => {
  const [first, second] = windowed;
  // The session's second call once began a session of its own.
  const inner = events.find(({ time }) => time === morning + minute)!;
  const removed = [`sess_${inner.hash}`, second!.id, "sess_0123456789abcdef", "run"];
  const { successors } = await getCodingNews(context, { ...nothing, removed });
  expect(successors).toEqual([first!.id, null, null, null]);
});

describe.each([
  ["the other mode", world.test],
  ["another organization", world.stranger],
] as const)("asked for %s", (_whose, scope) => {
  test("nothing is shown", async () => {
    const answer = await getCodingNews(world.context(scope), {
      sessions: sessions.map(placeOf),
      calls: events.map(placeOf),
      ends: [{ streamId: windowed[0]!.stream, time: morning + 61 * minute }],
      removed: windowed.map(({ id }) => id),
    });
    expect(answer).toEqual({
      sessions: sessions.map(() => null),
      events: events.map(() => null),
      ended: [],
      successors: windowed.map(() => null),
    });
  });
});

test("everything is found by its place", async () => {
  const query = { ...nothing, sessions: sessions.map(placeOf), calls: events.map(placeOf) };
  const plans = await plansOf(world.database, context, async (asking) => await getCodingNews(asking, query));
  const own = plans.filter(({ sql }) => /from "coding_(?:calls|sessions)"/.test(sql));
  expect(own).toHaveLength(2);
  for (const { plan } of own) {
    expect(plan).not.toMatch(/SCAN/);
    expect(plan).not.toMatch(/\(organization_id=\?\)/);
  }
});
