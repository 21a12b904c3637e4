import { HearthError } from "@hearth/core/errors";
import type { Question } from "../../context.ts";
import { type ProjectCard, projectCardOf } from "./project-card.ts";

/** @throws HearthError `not_found`, the same for what does not exist and what is another tenant's */
export const getProjectCard: Question<{ project_id: string }, ProjectCard> = async (context, input) => {
  const row = await context.db
    .selectFrom("projects")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("mode", "=", context.mode)
    .where("public_id", "=", input.project_id)
    .executeTakeFirst();
  if (row) return projectCardOf(row);
  throw new HearthError(
    "not_found",
    `There is no project "${input.project_id}": GET /projects lists those there are.`,
    [{ path: "project_id", message: "must be the id of a project of this organization" }],
  );
};
