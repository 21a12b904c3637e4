import { crashFree, type CrashFree } from "@hearth/core/games/stability";
import { formatInstant } from "@hearth/core/time/instant";
import { resolveProject } from "../../access/resolve-project.ts";
import type { Question, StoreContext } from "../../context.ts";
import { reportCards, type ReportCard } from "./cards/report-cards.ts";
import { dashboardCards, type DashboardCards } from "./dashboard/dashboard-cards.ts";
import { environmentActivity, type EnvironmentActivity } from "./dashboard/environment-activity.ts";
import { reportsByBuild, type BuildReports } from "./dashboard/reports-by-build.ts";
import { bySeverity, type SeverityCounts } from "./dashboard/severity-counts.ts";
import { selectEnvironments } from "./filters/select-environments.ts";
import { reportCells } from "./rollups/report-cells.ts";
import type { RollUpPlace } from "./rollups/roll-up-place.ts";
import { sessionCells, tallySessions } from "./rollups/session-cells.ts";
import { aside } from "./filters/aside.ts";

export interface DashboardRequest {
  readonly project: string;
  /** Public id or name; all of the project where absent. */
  readonly environment?: string | undefined;
  /** Length of the window that charts and rates span, 1 to 90; 7 unless said. */
  readonly days?: number | undefined;
  /** IANA name of the zone in which today began; UTC unless said. */
  readonly timeZone?: string | undefined;
}

export interface Dashboard {
  /** The window of charts and rates, on the hour. */
  readonly from: string;
  readonly to: string;
  readonly cards: DashboardCards;
  readonly recentReports: readonly ReportCard[];
  /** Of all environments, whichever is chosen. */
  readonly environments: readonly EnvironmentActivity[];
  readonly reportsBySeverity: SeverityCounts;
  /** The ten builds with the most reports. */
  readonly reportsByBuild: readonly BuildReports[];
  readonly crashFree: CrashFree;
}

const hour = 3_600_000;
const mostRecent = 10;

/** The figures of a project at a glance. */
export const dashboard: Question<DashboardRequest, Dashboard> = async (context, input) => {
  const { now } = context;
  const project = await resolveProject(context, input.project);
  const everywhere = { projectId: project.id, ...(await selectEnvironments(context, project, undefined)) };
  const place =
    input.environment === undefined
      ? everywhere
      : { projectId: project.id, ...(await selectEnvironments(context, project, input.environment)) };
  const from = Math.floor(now / hour) * hour - (input.days ?? 7) * 24 * hour;
  const window = { from, to: undefined };
  const sessions = await sessionCells(context, place, window);
  const reports = await reportCells(context, place, window);
  return {
    from: formatInstant(from),
    to: formatInstant(now),
    cards: await dashboardCards(context, place, { sessions, reports, timeZone: input.timeZone ?? "UTC" }),
    recentReports: await recentReports(context, place),
    environments: await environmentActivity(context, everywhere),
    reportsBySeverity: bySeverity(reports),
    reportsByBuild: await reportsByBuild(context, place, reports),
    crashFree: crashFree(tallySessions(sessions)),
  };
};

async function recentReports(
  context: StoreContext,
  { projectId, environmentIds }: RollUpPlace,
): Promise<ReportCard[]> {
  const rows: { id: number; created_at: number }[] = [];
  for (const environmentId of environmentIds) {
    const newest = await context.db
      .selectFrom("play_reports")
      .select(["id", "created_at"])
      .where(aside("project_id"), "=", projectId)
      .where("environment_id", "=", environmentId)
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(mostRecent)
      .execute();
    rows.push(...newest);
  }
  rows.sort((a, b) => b.created_at - a.created_at || b.id - a.id);
  const cards = await reportCards(
    context,
    projectId,
    rows.slice(0, mostRecent).map((row) => row.id),
  );
  return [...cards.values()];
}
