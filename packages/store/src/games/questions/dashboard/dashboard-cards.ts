import { formatInstant } from "@hearth/core/time/instant";
import type { StoreContext } from "../../../context.ts";
import { buildCard, buildCards, type BuildCard } from "../cards/build-cards.ts";
import { dayStart } from "../rollups/day-start.ts";
import { reportCells, sumReports, type ReportCell } from "../rollups/report-cells.ts";
import { reportHours } from "../rollups/report-hours.ts";
import type { RollUpPlace } from "../rollups/roll-up-place.ts";
import { sessionCells, sumSessions, type SessionCell } from "../rollups/session-cells.ts";

export interface DashboardCards {
  readonly criticalReports24h: number;
  /** In status `new`, whenever received. */
  readonly newReports: number;
  readonly sessionsToday: number;
  readonly latestBuild: (BuildCard & { readonly createdAt: string }) | null;
  /** `rate` is reports over sessions; null without a session. */
  readonly reportRate24h: {
    readonly rate: number | null;
    readonly reports: number;
    readonly sessions: number;
  };
  /** Of most reports in the window, and of as many, of most sessions. */
  readonly topPlatform: {
    readonly platform: string;
    readonly reports: number;
    readonly sessions: number;
  } | null;
  readonly topBuild: {
    readonly build: BuildCard;
    readonly reports: number;
    readonly sessions: number;
  } | null;
}

/** What the window of the dashboard holds. */
export interface WindowCells {
  readonly sessions: readonly SessionCell[];
  readonly reports: readonly ReportCell[];
  readonly timeZone: string;
}

interface Activity {
  reports: number;
  sessions: number;
}

const day = 86_400_000;

export async function dashboardCards(
  context: StoreContext,
  place: RollUpPlace,
  window: WindowCells,
): Promise<DashboardCards> {
  const lastDay = { from: context.now - day, to: undefined };
  const today = { from: dayStart(context.now, window.timeZone), to: undefined };
  const reports = await reportCells(context, place, lastDay);
  const sessions = sumSessions(await sessionCells(context, place, lastDay));
  const count = sumReports(reports);
  return {
    criticalReports24h: sumReports(reports.filter((cell) => cell.severity === "critical")),
    newReports: await newReports(context, place),
    sessionsToday: sumSessions(await sessionCells(context, place, today)),
    latestBuild: await latestBuild(context, place),
    reportRate24h: { rate: sessions === 0 ? null : count / sessions, reports: count, sessions },
    ...(await tops(context, place, window)),
  };
}

async function newReports(context: StoreContext, place: RollUpPlace): Promise<number> {
  const { reports } = await reportHours(context, place, { from: undefined, to: undefined })
    .where("status", "=", "new")
    .select((eb) => eb.fn.sum("reports").as("reports"))
    .executeTakeFirstOrThrow();
  return Number(reports);
}

async function latestBuild(
  context: StoreContext,
  { projectId }: RollUpPlace,
): Promise<DashboardCards["latestBuild"]> {
  const row = await context.db
    .selectFrom("play_builds")
    .selectAll()
    .where("project_id", "=", projectId)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ? { ...buildCard(context, row), createdAt: formatInstant(row.created_at) } : null;
}

async function tops(
  context: StoreContext,
  { projectId }: RollUpPlace,
  { sessions, reports }: WindowCells,
): Promise<Pick<DashboardCards, "topPlatform" | "topBuild">> {
  const byBuild = new Map<number, Activity>();
  const of = (buildId: number): Activity => {
    let activity = byBuild.get(buildId);
    if (!activity) byBuild.set(buildId, (activity = { reports: 0, sessions: 0 }));
    return activity;
  };
  for (const cell of sessions) of(cell.buildId).sessions += cell.sessions;
  for (const cell of reports) if (cell.buildId !== 0) of(cell.buildId).reports += cell.reports;
  const cards = await buildCards(context, projectId, byBuild.keys());
  const byPlatform = new Map<string, Activity>();
  for (const [buildId, activity] of byBuild) {
    const platform = cards.get(buildId)?.platform;
    if (platform === undefined) continue;
    const sum = byPlatform.get(platform) ?? { reports: 0, sessions: 0 };
    byPlatform.set(platform, {
      reports: sum.reports + activity.reports,
      sessions: sum.sessions + activity.sessions,
    });
  }
  const [platform, onPlatform] = topOf(byPlatform) ?? [];
  const [buildId, onBuild] = topOf(byBuild) ?? [];
  const build = cards.get(buildId ?? 0);
  return {
    topPlatform: platform === undefined ? null : { platform, ...onPlatform! },
    topBuild: build === undefined ? null : { build, ...onBuild! },
  };
}

function topOf<Key>(activities: ReadonlyMap<Key, Activity>): [Key, Activity] | undefined {
  const active = [...activities].filter(([, { reports, sessions }]) => reports > 0 || sessions > 0);
  return active.toSorted(([, a], [, b]) => b.reports - a.reports || b.sessions - a.sessions)[0];
}
