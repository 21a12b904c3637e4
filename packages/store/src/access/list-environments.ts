import type { Question } from "../context.ts";
import { environmentOf, type Environment } from "./environment.ts";
import { resolveProject } from "./resolve-project.ts";

/** Every environment of a project (id or name) in the order they were made. */
export const listEnvironments: Question<{ project: string }, { items: readonly Environment[] }> = async (
  context,
  input,
) => {
  const project = await resolveProject(context, input.project);
  const rows = await context.db
    .selectFrom("environments")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("project_id", "=", project.id)
    .orderBy("id")
    .execute();
  return { items: rows.map(environmentOf) };
};
