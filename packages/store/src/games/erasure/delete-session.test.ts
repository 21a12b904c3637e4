import { afterEach, beforeEach, expect, test } from "vitest";
import { dayOf } from "@hearth/core/identity/public-id";
import { recountPlay } from "../recount.ts";
import { deleteSession } from "./delete-session.ts";
import type { Generated } from "./fixture/draft.ts";
import { generatePlay } from "./fixture/generate-play.ts";
import { createWorld, type PlayWorld, today } from "./fixture/play-world.ts";

let world: PlayWorld;
let generated: Generated;
beforeEach(() => {
  world = createWorld();
  generated = generatePlay(world, 31, 40);
});
afterEach(() => world.close());

const sessions = () =>
  world.database
    .prepare<[], { id: number; project_id: number; started_at: number; events: number; reports: number }>(
      "select id, project_id, started_at, event_count as events, report_count as reports from play_sessions",
    )
    .all();

test("a session goes with all that is in it, and nothing else does", async () => {
  const before = sessions();
  const session = before.find(
    ({ project_id, events, reports }) => project_id < 3 && events > 0 && reports > 0,
  )!;
  const removed = await world.order(deleteSession, { session: generated.sessions[session.id - 1]! });
  expect(removed).toMatchObject({ sessions: 1, events: session.events, reports: session.reports });
  expect(sessions().map(({ id }) => id)).toEqual(
    before.map(({ id }) => id).filter((id) => id !== session.id),
  );
  expect(recountPlay(world.database)).toEqual([]);
});

test("what is unknown, deleted, of another kind, day or organization is not found, and nothing goes", async () => {
  const own = sessions().filter(({ project_id }) => project_id < 3);
  const [gone, other] = [own[0]!, own[1]!];
  await world.order(deleteSession, { session: generated.sessions[gone.id - 1]! });
  const before = sessions();
  for (const session of [
    generated.sessions[gone.id - 1]!,
    world.ids.encode("report", dayOf(other.started_at), other.id),
    world.ids.encode("session", dayOf(other.started_at) + 1, other.id),
    world.ids.encode("session", dayOf(today), 9999),
    "nonsense",
  ]) {
    await expect(world.order(deleteSession, { session })).rejects.toMatchObject({ code: "not_found" });
  }
  const foreign = world.order(
    deleteSession,
    { session: generated.sessions[other.id - 1]! },
    { organizationId: 2 },
  );
  await expect(foreign).rejects.toMatchObject({ code: "not_found" });
  expect(sessions()).toEqual(before);
});
