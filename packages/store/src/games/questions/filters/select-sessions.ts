import type { Selectable } from "kysely";
import type { SessionStatus } from "@hearth/core/games/session-status";
import type { StoreContext } from "../../../context.ts";
import type { ProjectsTable } from "../../../schema.ts";
import { selectBuilds, type BuildSelection } from "./select-builds.ts";
import { selectEnvironments, type EnvironmentSelection } from "./select-environments.ts";
import { timeRange, type TimeRange } from "./time-range.ts";

export type SessionFilters = {
  /** Public id. */
  readonly build?: string | undefined;
  readonly version?: string | undefined;
  /** In any case of letters. */
  readonly platform?: string | undefined;
  readonly channel?: string | undefined;
  /** Public id or name. */
  readonly environment?: string | undefined;
  /** External id or device id, whole. */
  readonly player?: string | undefined;
  readonly status?: SessionStatus | undefined;
  /** ISO 8601: started then or later. */
  readonly from?: string | undefined;
  /** ISO 8601: started before. */
  readonly to?: string | undefined;
};

/** Session filters with their names looked up. */
export interface SessionSelection extends EnvironmentSelection {
  readonly projectId: number;
  readonly builds: BuildSelection | undefined;
  readonly channel: string | undefined;
  readonly player: string | undefined;
  readonly status: SessionStatus | undefined;
  readonly range: TimeRange;
}

/** @throws HearthError `not_found` for an environment or build that is not one of the project */
export async function selectSessions(
  context: StoreContext,
  project: Selectable<ProjectsTable>,
  filters: SessionFilters,
): Promise<SessionSelection> {
  return {
    projectId: project.id,
    ...(await selectEnvironments(context, project, filters.environment)),
    builds: await selectBuilds(context, project.id, filters),
    channel: filters.channel,
    player: filters.player,
    status: filters.status,
    range: timeRange(filters),
  };
}
