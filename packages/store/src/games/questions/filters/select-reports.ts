import type { Selectable } from "kysely";
import type { StoreContext } from "../../../context.ts";
import type { PlayExportsTable, ProjectsTable, ReportStatus, Severity } from "../../../schema.ts";
import { notFound } from "../../erasure/tenant.ts";
import { ownSession } from "./own-session.ts";
import { readSearch, type ReportSearch } from "./report-search.ts";
import { selectBuilds } from "./select-builds.ts";
import { selectEnvironments, type EnvironmentSelection } from "./select-environments.ts";
import { timeRange, type TimeRange } from "./time-range.ts";

export type ReportFilters = {
  readonly severity?: Severity | undefined;
  readonly status?: ReportStatus | undefined;
  /** Public id or name. */
  readonly environment?: string | undefined;
  readonly version?: string | undefined;
  /** Public id. */
  readonly build?: string | undefined;
  /** In any case of letters. */
  readonly platform?: string | undefined;
  readonly channel?: string | undefined;
  /** State of an export; `none` for reports without one. */
  readonly exportStatus?: PlayExportsTable["status"] | "none" | undefined;
  /** Of an export; with `exportStatus`, of one and the same export. */
  readonly provider?: string | undefined;
  /** Public id. */
  readonly session?: string | undefined;
  /** ISO 8601: received then or later. */
  readonly from?: string | undefined;
  /** ISO 8601: received before. */
  readonly to?: string | undefined;
  /** Beginnings of words in title, description, scene or fingerprint; or a report's id. */
  readonly q?: string | undefined;
};

/** Report filters with their names looked up. */
export interface ReportSelection extends EnvironmentSelection {
  readonly projectId: number;
  readonly severity: Severity | undefined;
  readonly status: ReportStatus | undefined;
  readonly version: string | undefined;
  readonly buildId: number | undefined;
  readonly platform: string | undefined;
  readonly channel: string | undefined;
  readonly exportStatus: ReportFilters["exportStatus"];
  readonly provider: string | undefined;
  readonly sessionId: number | undefined;
  readonly range: TimeRange;
  readonly search: ReportSearch | undefined;
}

/** @throws HearthError `not_found` for an environment, build or session that is not one of the project */
export async function selectReports(
  context: StoreContext,
  project: Selectable<ProjectsTable>,
  filters: ReportFilters,
): Promise<ReportSelection> {
  const { build, session } = filters;
  const builds = await selectBuilds(context, project.id, { build });
  return {
    projectId: project.id,
    ...(await selectEnvironments(context, project, filters.environment)),
    severity: filters.severity,
    status: filters.status,
    version: filters.version,
    buildId: builds?.few?.[0],
    platform: filters.platform?.toLowerCase(),
    channel: filters.channel,
    exportStatus: filters.exportStatus,
    provider: filters.provider,
    sessionId: session === undefined ? undefined : await sessionRow(context, project.id, session),
    range: timeRange(filters),
    search: await readSearch(context, project.id, filters.q?.trim() ?? ""),
  };
}

async function sessionRow(context: StoreContext, projectId: number, id: string): Promise<number> {
  const { session } = await ownSession(context, id);
  if (session.project_id !== projectId) throw notFound("session", id);
  return session.id;
}
