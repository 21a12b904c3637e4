import type { Question } from "../context.ts";
import { environmentOf } from "./environment.ts";
import { projectOf, type Project } from "./project.ts";

/** Every project of the organization by name. */
export const listProjects: Question<unknown, { items: readonly Project[] }> = async ({
  db,
  organizationId,
  mode,
}) => {
  const projects = await db
    .selectFrom("projects")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .where("mode", "=", mode)
    .orderBy("name")
    .execute();
  const environments = await db
    .selectFrom("environments")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .orderBy("id")
    .execute();
  const byProject = Map.groupBy(environments, (environment) => environment.project_id);
  return {
    items: projects.map((project) =>
      projectOf(project, (byProject.get(project.id) ?? []).map(environmentOf)),
    ),
  };
};
