import { afterAll, beforeAll, expect, test } from "vitest";
import { dayOf } from "@hearth/core/identity/public-id";
import type { PlayRows } from "./fixtures/play-plan.ts";
import { PlayWorld } from "./fixtures/play-world.ts";
import { walk } from "./fixtures/walk.ts";
import { listBuilds } from "./list-builds.ts";

const now = Date.UTC(2026, 10, 22, 12, 34, 56);
let world: PlayWorld;
let rows: PlayRows;

beforeAll(() => {
  world = new PlayWorld(now);
  rows = world.settle({ sessions: 400 });
  world.settle({ sessions: 50, projectId: 2, firstId: 100_000 });
});
afterAll(() => world.close());

type Build = PlayRows["builds"][number];

test.each([
  { name: "all", input: {}, keeps: () => true },
  { name: "from the oldest", input: { order: "asc" as const }, keeps: () => true },
  { name: "version", input: { version: "1.14.0" }, keeps: (build: Build) => build.version === "1.14.0" },
  { name: "platform", input: { platform: "MACOS" }, keeps: (build: Build) => build.platform === "macos" },
  { name: "channel", input: { channel: "qa" }, keeps: (build: Build) => build.channel === "qa" },
])("$name: with the sessions and reports of each", async ({ input, keeps }) => {
  const { items, totals } = await walk(listBuilds, world.context, { project: "game", ...input, limit: 2 });
  const expected = rows.builds.filter(keeps).map((build) => ({
    id: world.context.ids.encode("build", dayOf(build.created_at), build.id),
    version: build.version,
    platform: build.platform,
    platformLabel: build.platform_label,
    gitCommit: build.git_commit === "" ? null : build.git_commit,
    channel: build.channel,
    createdAt: new Date(build.created_at).toISOString(),
    lastSessionAt: new Date(build.last_session_at).toISOString(),
    sessions: rows.sessions.filter((session) => session.build_id === build.id).length,
    reports: rows.reports.filter((report) => report.build_id === build.id).length,
  }));
  expect(items).toEqual("order" in input ? expected : expected.toReversed());
  expect(totals).toEqual([expected.length]);
});
