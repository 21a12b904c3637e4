import type { Selectable } from "kysely";
import type { StoreContext } from "../../../context.ts";
import type { ProjectsTable } from "../../../schema.ts";
import { notFound } from "../../erasure/tenant.ts";
import { ownSession } from "../filters/own-session.ts";
import { selectBuilds } from "../filters/select-builds.ts";
import { selectEnvironments } from "../filters/select-environments.ts";
import { timeRange, type TimeRange } from "../filters/time-range.ts";
import { eventBounds, type EventBounds } from "./event-bounds.ts";

export type EventFilters = {
  /** Public id or name. */
  readonly environment?: string | undefined;
  /** Public id. */
  readonly session?: string | undefined;
  /** Public id. */
  readonly build?: string | undefined;
  readonly eventType?: string | undefined;
  /** ISO 8601: received then or later. */
  readonly from?: string | undefined;
  /** ISO 8601: received before. */
  readonly to?: string | undefined;
};

/** Event filters with their names looked up. */
export interface EventSelection {
  readonly projectId: number;
  readonly environmentIds: readonly number[];
  readonly sessionId: number | undefined;
  readonly buildId: number | undefined;
  readonly eventType: string | undefined;
  readonly range: TimeRange;
  readonly bounds: EventBounds;
}

/** @throws HearthError `not_found` for an environment, build or session that is not one of the project */
export async function selectEvents(
  context: StoreContext,
  project: Selectable<ProjectsTable>,
  { environment, session, build, eventType, ...ends }: EventFilters,
): Promise<EventSelection> {
  const range = timeRange(ends);
  const own = session === undefined ? undefined : (await ownSession(context, session)).session;
  if (own && own.project_id !== project.id) throw notFound("session", session!);
  return {
    projectId: project.id,
    environmentIds: (await selectEnvironments(context, project, environment)).environmentIds,
    sessionId: own?.id,
    buildId: (await selectBuilds(context, project.id, { build }))?.few?.[0],
    eventType,
    range,
    bounds: await eventBounds(context, range),
  };
}
