import { afterAll, beforeAll, expect, test } from "vitest";
import { sessionStatus } from "@hearth/core/games/session-status";
import { wilson } from "@hearth/core/games/stability";
import { dayOf } from "@hearth/core/identity/public-id";
import { buildStability } from "./build-stability.ts";
import { dashboard } from "./dashboard.ts";
import { plansOf } from "./fixtures/plans-of.ts";
import type { PlayRows } from "./fixtures/play-plan.ts";
import { identifier, PlayWorld } from "./fixtures/play-world.ts";

const now = Date.UTC(2026, 10, 22, 12, 34, 56);
const hour = 3_600_000;
const day = 24 * hour;
const windowOf = (days: number) => Math.floor(now / hour) * hour - days * day;
let world: PlayWorld;
let rows: PlayRows;

beforeAll(() => {
  world = new PlayWorld(now);
  rows = world.settle({ sessions: 1500 });
  world.settle({ sessions: 200, projectId: 2, firstId: 100_000, seed: 2 });
});
afterAll(() => world.close());

type Session = PlayRows["sessions"][number];
const buildId = (build: PlayRows["builds"][number]) =>
  world.context.ids.encode("build", dayOf(build.created_at), build.id);
const statusOf = (session: Session) =>
  sessionStatus(
    {
      outcome: session.outcome,
      lifecycle: session.lifecycle === 1,
      lastActivityAt: session.last_activity_at,
    },
    now,
  );

function stabilityOf(sessions: readonly Session[]) {
  const count = (...statuses: string[]) =>
    sessions.filter((session) => statuses.includes(statusOf(session))).length;
  const counted = count("ok", "crashed", "abnormal");
  return {
    ...wilson(counted - count("crashed"), counted),
    counted,
    ok: count("ok"),
    crashed: count("crashed"),
    abnormal: count("abnormal"),
    uncounted: count("open", "unknown"),
  };
}

test.each([
  { environment: undefined, places: [10, 11] },
  { environment: "Production", places: [10] },
])("the figures are those of the rows, environment $environment", async ({ environment, places }) => {
  const shown = await dashboard(world.context, { project: "game", environment, timeZone: "Asia/Kathmandu" });
  const sessions = rows.sessions.filter((session) => places.includes(session.environment_id));
  const reports = rows.reports.filter((report) => places.includes(report.environment_id));
  const lastDay = reports.filter((report) => report.created_at >= now - day);
  const startedLastDay = sessions.filter((session) => session.started_at >= now - day).length;
  const midnight = Date.UTC(2026, 10, 21, 18, 15);
  expect(shown.cards).toMatchObject({
    criticalReports24h: lastDay.filter((report) => report.severity === "critical").length,
    newReports: reports.filter((report) => report.status === "new").length,
    sessionsToday: sessions.filter((session) => session.started_at >= midnight).length,
    latestBuild: { id: buildId(rows.builds.at(-1)!) },
    reportRate24h: {
      reports: lastDay.length,
      sessions: startedLastDay,
      rate: lastDay.length / startedLastDay,
    },
  });

  const from = windowOf(7);
  const inWindow = reports.filter((report) => report.created_at >= from);
  const bySeverity = (of: typeof reports) => {
    const count = (severity: string) => of.filter((report) => report.severity === severity).length;
    return { low: count("low"), medium: count("medium"), high: count("high"), critical: count("critical") };
  };
  expect(shown.from).toBe(new Date(from).toISOString());
  expect(shown.reportsBySeverity).toEqual(bySeverity(inWindow));
  expect(shown.reportsByBuild.length).toBeGreaterThan(3);
  for (const { build, reports, severities } of shown.reportsByBuild) {
    const own = inWindow.filter((report) =>
      build === null
        ? report.build_id === null
        : rows.builds.some((row) => row.id === report.build_id && buildId(row) === build.id),
    );
    expect({ reports, severities }).toEqual({ reports: own.length, severities: bySeverity(own) });
  }
  const counts = shown.reportsByBuild.map(({ reports }) => reports);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  expect(shown.crashFree).toEqual(stabilityOf(sessions.filter((session) => session.started_at >= from)));

  const platformOf = (buildRow: number | null) => rows.builds.find((row) => row.id === buildRow)?.platform;
  const { platform, reports: onPlatform } = shown.cards.topPlatform!;
  expect(onPlatform).toBe(inWindow.filter((report) => platformOf(report.build_id) === platform).length);
  const recent = reports.toSorted((a, b) => b.created_at - a.created_at || b.id - a.id).slice(0, 10);
  expect(shown.recentReports.map((report) => report.title)).toEqual(recent.map((report) => report.title));
});

test("what each environment did within 24 hours, whichever is chosen", async () => {
  const { environments } = await dashboard(world.context, { project: "game", environment: "Production" });
  const since = now - day;
  expect(environments).toEqual(
    [10, 11].map((id) => ({
      environment: expect.objectContaining({ id: identifier("env", id) }),
      sessions: rows.sessions.filter((row) => row.environment_id === id && row.started_at >= since).length,
      reports: rows.reports.filter((row) => row.environment_id === id && row.created_at >= since).length,
      events: rows.events.filter(
        (row) => row.environment_id === id && row.occurred_at >= Math.floor(since / hour) * hour,
      ).length,
    })),
  );
});

test("what retention removed stays counted", async () => {
  const aged = new PlayWorld(now);
  aged.settle({ sessions: 200 });
  const before = await dashboard(aged.context, { project: "game", days: 30 });
  aged.age(5);
  const after = await dashboard(aged.context, { project: "game", days: 30 });
  expect(after.crashFree.counted).toBeGreaterThan(before.crashFree.counted);
  aged.close();
});

test("an empty project has figures too, and no rate", async () => {
  const empty = new PlayWorld(now);
  const shown = await dashboard(empty.context, { project: "game" });
  expect(shown.cards).toEqual({
    criticalReports24h: 0,
    newReports: 0,
    sessionsToday: 0,
    latestBuild: null,
    reportRate24h: { rate: null, reports: 0, sessions: 0 },
    topPlatform: null,
    topBuild: null,
  });
  expect(shown.crashFree).toMatchObject({ rate: null, counted: 0 });
  expect((await buildStability(empty.context, { project: "game" })).builds).toEqual([]);
  empty.close();
});

test.each([
  { channel: undefined, keeps: (channel: string | null) => channel !== "dev" && channel !== "qa" },
  { channel: "qa", keeps: (channel: string | null) => channel === "qa" },
  { channel: "all", keeps: () => true },
])("stability of each build, channel $channel", async ({ channel, keeps }) => {
  const shown = await buildStability(world.context, { project: "game", channel, days: 14 });
  const from = windowOf(14);
  const sessions = rows.sessions.filter((row) => row.started_at >= from && keeps(row.channel));
  const reports = rows.reports.filter((row) => row.created_at >= from && keeps(row.channel));
  expect(shown.builds).toHaveLength(new Set(sessions.map((row) => row.build_id)).size);
  for (const row of rows.builds) {
    const own = sessions.filter((session) => session.build_id === row.id);
    const filed = reports.filter((report) => report.build_id === row.id).length;
    expect(shown.builds.find(({ build }) => build.id === buildId(row))).toMatchObject({
      sessions: own.length,
      reports: filed,
      reportRate: filed / own.length,
      crashFree: stabilityOf(own),
    });
  }
  expect(shown.overall).toMatchObject({
    sessions: sessions.length,
    reports: reports.length,
    crashFree: stabilityOf(sessions),
  });
});

test("the dashboard reads roll-ups, and of rows no more than an hour's edge and what is shown", async () => {
  const plans = await plansOf(world, (context) => dashboard(context, { project: "game", days: 90 }));
  for (const { sql, plan } of plans) {
    if (!/from "play_(sessions|events|reports)"/.test(sql)) continue;
    expect(plan, sql).not.toContain("SCAN");
    expect(plan, sql).toMatch(/started_at>|created_at>|last_activity_at>|rowid=|environment_id=/);
  }
});

test("a zone that is not known is refused by name", async () => {
  const asked = dashboard(world.context, { project: "game", timeZone: "Mars/Base" });
  await expect(asked).rejects.toMatchObject({ code: "invalid_request", details: [{ path: "timeZone" }] });
});
