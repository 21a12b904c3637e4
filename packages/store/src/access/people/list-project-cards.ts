import type { Question } from "../../context.ts";
import { type ApiPage, type PageRequest, apiPage, openApiPage } from "../../pages/api-page.ts";
import { sameText } from "./same-text.ts";
import { type ProjectCard, projectCardOf } from "./project-card.ts";

export type ProjectFilters = {
  /** Whole, whatever the case of its letters A to Z. */
  readonly name?: string | undefined;
};

/** Projects by when they were made, newest first unless asked otherwise. */
export const listProjectCards: Question<PageRequest & ProjectFilters, ApiPage<ProjectCard>> = async (
  context,
  input,
) => {
  const { cursor, limit, order, ...given } = input;
  const page = openApiPage(context, "listProjectCards", { cursor, limit, order }, given);
  const { name } = page.filters;
  let query = context.db
    .selectFrom("projects")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("mode", "=", context.mode);
  if (name !== undefined) query = query.where(sameText("name", name));
  if (page.position) query = query.where("id", page.order === "asc" ? ">" : "<", Number(page.position[0]));
  const rows = await query
    .orderBy("id", page.order)
    .limit(page.limit + 1)
    .execute();
  return apiPage(context, page, rows, rows.map(projectCardOf), (row) => [row.id]);
};
