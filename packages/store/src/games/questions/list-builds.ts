import type { Selectable } from "kysely";
import { hourOf } from "@hearth/core/games/event-time";
import { formatInstant } from "@hearth/core/time/instant";
import { resolveProject } from "../../access/resolve-project.ts";
import type { Question, StoreContext } from "../../context.ts";
import type { PlayBuildsTable, ProjectsTable } from "../../schema.ts";
import { buildCard, type BuildCard } from "./cards/build-cards.ts";
import { selectEnvironments } from "./filters/select-environments.ts";
import { countRows } from "./pages/count-rows.ts";
import { nextCursor, openPage, type Page, type PageRequest } from "./pages/open-page.ts";
import { reportHours } from "./rollups/report-hours.ts";
import { sessionHours } from "./rollups/session-hours.ts";

export interface BuildListItem extends BuildCard {
  readonly createdAt: string;
  readonly lastSessionAt: string;
  /** Ever started on it, those that retention removed included. */
  readonly sessions: number;
  readonly reports: number;
}

export type BuildFilters = {
  readonly version?: string | undefined;
  /** In any case of letters. */
  readonly platform?: string | undefined;
  /** The latest a session of the build named. */
  readonly channel?: string | undefined;
};

export type BuildList = PageRequest & BuildFilters & { readonly project: string };

/** Builds of a project, newest first unless asked otherwise. */
export const listBuilds: Question<BuildList, Page<BuildListItem>> = async (context, input) => {
  const { project: name, cursor, limit, order, ...given } = input;
  const project = await resolveProject(context, name);
  const page = openPage(
    context,
    { question: "listBuilds", within: project.id },
    { cursor, limit, order },
    given,
  );
  const { version, platform, channel } = page.filters;
  const builds = context.db
    .selectFrom("play_builds")
    .where("project_id", "=", project.id)
    .$if(version !== undefined, (query) => query.where("version", "=", version!))
    .$if(platform !== undefined, (query) => query.where("platform", "=", platform!.toLowerCase()))
    .$if(channel !== undefined, (query) => query.where("channel", "=", channel!));
  const { position } = page;
  const rows = await builds
    .$if(position !== undefined, (query) =>
      query.where("id", page.order === "desc" ? "<" : ">", Number(position![0])),
    )
    .selectAll()
    .orderBy("id", page.order)
    .limit(page.limit + 1)
    .execute();
  const total = page.total ?? (await countRows(builds));
  return {
    items: await withCounts(context, project, rows.slice(0, page.limit)),
    total,
    nextCursor: nextCursor(context, page, total, rows, (row) => [row.id]),
  };
};

async function withCounts(
  context: StoreContext,
  project: Selectable<ProjectsTable>,
  rows: readonly Selectable<PlayBuildsTable>[],
): Promise<BuildListItem[]> {
  if (rows.length === 0) return [];
  const rowIds = rows.map((row) => row.id);
  const place = { projectId: project.id, ...(await selectEnvironments(context, project, undefined)) };
  // Nothing happened on a build before it was made: the newest builds need the newest hours only.
  const hours = { from: hourOf(Math.min(...rows.map((row) => row.created_at))), to: undefined };
  const sessions = await sessionHours(context, place, hours)
    .select((eb) => ["build_id", eb.fn.sum("sessions").as("count")])
    .where("build_id", "in", rowIds)
    .groupBy("build_id")
    .execute();
  const reports = await reportHours(context, place, hours)
    .select((eb) => ["build_id", eb.fn.sum("reports").as("count")])
    .where("build_id", "in", rowIds)
    .groupBy("build_id")
    .execute();
  const sessionsOf = new Map(sessions.map((row) => [row.build_id, Number(row.count)]));
  const reportsOf = new Map(reports.map((row) => [row.build_id, Number(row.count)]));
  return rows.map((row) => ({
    ...buildCard(context, row),
    createdAt: formatInstant(row.created_at),
    lastSessionAt: formatInstant(row.last_session_at),
    sessions: sessionsOf.get(row.id) ?? 0,
    reports: reportsOf.get(row.id) ?? 0,
  }));
}
