import { afterAll, beforeAll, expect, test } from "vitest";
import { dayOf } from "@hearth/core/identity/public-id";
import { stringify } from "../../json-text.ts";
import type { PlayRows } from "./fixtures/play-plan.ts";
import { PlayWorld } from "./fixtures/play-world.ts";
import { walk } from "./fixtures/walk.ts";
import { getSession } from "./get-session.ts";
import { sessionTimeline } from "./session-timeline.ts";

const now = Date.UTC(2026, 10, 22, 12, 34, 56);
let world: PlayWorld;
let rows: PlayRows;

beforeAll(() => {
  world = new PlayWorld(now);
  rows = world.makeUp({ sessions: 300 });
  // All of one instant as well as spread, so that ties between kinds and rows are walked.
  for (const [at, event] of rows.events.entries()) {
    const session = rows.sessions.find((session) => session.id === event.session_id);
    if (session && at % 2 === 0) event.occurred_at = session.started_at;
  }
  for (const report of rows.reports) {
    const session = rows.sessions.find((session) => session.id === report.session_id);
    if (session && report.id % 2 === 0) report.created_at = session.started_at;
  }
  world.store(rows);
});
afterAll(() => world.close());

type Session = PlayRows["sessions"][number];
const { encode } = {
  encode: (...of: Parameters<PlayWorld["context"]["ids"]["encode"]>) => world.context.ids.encode(...of),
};
const idOf = (session: Session) => encode("session", dayOf(session.started_at), session.id);

function momentsOf(session: Session): string[] {
  const marks = [
    ...rows.events
      .filter((event) => event.session_id === session.id)
      .map(({ id, occurred_at }) => ({ at: occurred_at, rank: 0, id })),
    ...rows.uploads
      .filter((upload) => upload.session_id === session.id)
      .map(({ id, created_at }) => ({ at: created_at, rank: 1, id })),
    ...rows.reports
      .filter((report) => report.session_id === session.id)
      .map(({ id, created_at }) => ({ at: created_at, rank: 2, id })),
  ];
  return marks
    .toSorted((a, b) => a.at - b.at || a.rank - b.rank || a.id - b.id)
    .map(
      ({ at, rank, id }) => `${["event", "upload", "report"][rank]} ${id} at ${new Date(at).toISOString()}`,
    );
}

const rowIdOf = (kind: "upload" | "report", id: string) => world.context.ids.rowOf(kind, id);

test.each([
  { order: "asc" as const, limit: 1 },
  { order: "asc" as const, limit: 2 },
  { order: "desc" as const, limit: 1 },
  { order: "desc" as const, limit: 3 },
])("all that happened, in $order order, $limit a page", async ({ order, limit }) => {
  const busiest = rows.sessions
    .filter((session) => session.event_count > 0 && session.upload_count + session.report_count > 0)
    .slice(0, 12);
  for (const session of busiest) {
    const { items, totals } = await walk(sessionTimeline, world.context, {
      session: idOf(session),
      order,
      limit,
    });
    const shown = items.map((item) => {
      if (item.kind === "upload") return `upload ${rowIdOf("upload", item.upload.id)} at ${item.at}`;
      if (item.kind === "report") return `report ${rowIdOf("report", item.report.id)} at ${item.at}`;
      const event = rows.events.find(
        ({ id, received_at, supplied_id }) =>
          encode("event", dayOf(received_at), id) === item.event.id ||
          (supplied_id && Buffer.from(supplied_id).toString("hex") === item.event.id.replaceAll("-", "")),
      )!;
      return `event ${event.id} at ${item.at}`;
    });
    const expected = momentsOf(session);
    expect(shown).toEqual(order === "asc" ? expected : expected.toReversed());
    expect(totals).toEqual([expected.length]);
  }
});

test("one kind alone", async () => {
  const session = rows.sessions.find((session) => session.event_count > 1 && session.upload_count > 0)!;
  const { items, totals } = await walk(sessionTimeline, world.context, {
    session: idOf(session),
    kind: "upload" as const,
  });
  expect(items.map((item) => item.kind)).toEqual(Array(session.upload_count).fill("upload"));
  expect(totals).toEqual([session.upload_count]);
});

test("a session shows its metadata as the text it came in", async () => {
  const session = rows.sessions.find((session) => session.metadata !== null)!;
  const shown = await getSession(world.context, { session: idOf(session) });
  expect(stringify(shown)).toContain(`"metadata":${session.metadata}`);
  expect(shown.project.name).toBe("game");
});

test.each([
  { name: "of another organization", id: () => idOf(rows.sessions[0]!), as: () => world.stranger },
  { name: "unknown", id: () => encode("session", dayOf(now), 999_999), as: () => world.context },
  { name: "of another kind", id: () => encode("report", dayOf(now), 1), as: () => world.context },
  { name: "no id at all", id: () => "1", as: () => world.context },
])("a session that is $name is not found", async ({ id, as }) => {
  for (const question of [getSession, sessionTimeline]) {
    await expect(question(as(), { session: id() })).rejects.toMatchObject({
      code: "not_found",
      details: [{ path: "session" }],
    });
  }
});
