import { crashFree, type CrashFree } from "@hearth/core/games/stability";
import { formatInstant } from "@hearth/core/time/instant";
import { resolveProject } from "../../access/resolve-project.ts";
import type { Question } from "../../context.ts";
import { buildCards, type BuildCard } from "./cards/build-cards.ts";
import { selectEnvironments } from "./filters/select-environments.ts";
import { reportsOfChannels } from "./rollups/reports-of-channels.ts";
import { sessionCells, sumSessions, tallySessions } from "./rollups/session-cells.ts";

export interface StabilityRequest {
  readonly project: string;
  /** Public id or name; all of the project where absent. */
  readonly environment?: string | undefined;
  /** One channel, or `all`; all but dev and qa unless said. */
  readonly channel?: string | undefined;
  /** Length of the window, 1 to 90; 30 unless said. */
  readonly days?: number | undefined;
}

export interface Stability {
  readonly sessions: number;
  readonly reports: number;
  /** Reports over sessions; null without a session. */
  readonly reportRate: number | null;
  readonly crashFree: CrashFree;
}

export interface StabilityAnswer {
  /** The window, on the hour. */
  readonly from: string;
  readonly to: string;
  readonly overall: Stability;
  /** The 100 builds with the most sessions in the window, newest first. */
  readonly builds: readonly (Stability & { readonly build: BuildCard })[];
}

const hour = 3_600_000;
const mostBuilds = 100;

/** How stable each build of a project is, over the sessions that started within a window. */
export const buildStability: Question<StabilityRequest, StabilityAnswer> = async (context, input) => {
  const { now } = context;
  const project = await resolveProject(context, input.project);
  const place = { projectId: project.id, ...(await selectEnvironments(context, project, input.environment)) };
  const from = Math.floor(now / hour) * hour - (input.days ?? 30) * 24 * hour;
  const includes = channelTest(input.channel);
  const range = { from, to: undefined };
  const cells = (await sessionCells(context, place, range)).filter((cell) => includes(cell.channel));
  const reports = await reportsOfChannels(context, place, range, includes);
  const byBuild = Map.groupBy(cells, (cell) => cell.buildId);
  const stability = (of: typeof cells, count: number): Stability => {
    const sessions = sumSessions(of);
    return {
      sessions,
      reports: count,
      reportRate: sessions === 0 ? null : count / sessions,
      crashFree: crashFree(tallySessions(of)),
    };
  };
  const most = [...byBuild]
    .map(([id, cells]) => ({ id, stability: stability(cells, reports.get(id) ?? 0) }))
    .toSorted((a, b) => b.stability.sessions - a.stability.sessions)
    .slice(0, mostBuilds)
    .toSorted((a, b) => b.id - a.id);
  const cards = await buildCards(
    context,
    project.id,
    most.map(({ id }) => id),
  );
  return {
    from: formatInstant(from),
    to: formatInstant(now),
    overall: stability(
      cells,
      [...reports.values()].reduce((sum, count) => sum + count, 0),
    ),
    builds: most.flatMap(({ id, stability }) => {
      const build = cards.get(id);
      return build ? [{ build, ...stability }] : [];
    }),
  };
};

const channelTest =
  (chosen: string | undefined) =>
  (channel: string): boolean =>
    chosen === "all" || (chosen === undefined ? channel !== "dev" && channel !== "qa" : channel === chosen);
