import type { Selectable } from "kysely";
import { resolveEnvironment } from "../../../access/resolve-environment.ts";
import type { StoreContext } from "../../../context.ts";
import type { ProjectsTable } from "../../../schema.ts";

export interface EnvironmentSelection {
  /** The one chosen, where one is. */
  readonly environmentId: number | undefined;
  /** The one chosen, else all of the project: roll-ups are ordered by environment first. */
  readonly environmentIds: readonly number[];
}

/**
 * @param environment public id or name
 * @throws HearthError `not_found` for an environment that is not one of the project
 */
export async function selectEnvironments(
  context: StoreContext,
  project: Selectable<ProjectsTable>,
  environment: string | undefined,
): Promise<EnvironmentSelection> {
  if (environment !== undefined) {
    const { id } = await resolveEnvironment(context, project, environment);
    return { environmentId: id, environmentIds: [id] };
  }
  const rows = await context.db
    .selectFrom("environments")
    .select("id")
    .where("organization_id", "=", context.organizationId)
    .where("project_id", "=", project.id)
    .execute();
  return { environmentId: undefined, environmentIds: rows.map(({ id }) => id) };
}
