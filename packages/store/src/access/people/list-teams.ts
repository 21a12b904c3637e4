import type { Question } from "../../context.ts";
import { type ApiPage, type PageRequest, apiPage, openApiPage } from "../../pages/api-page.ts";
import { sameText } from "./same-text.ts";
import { type Team, teamsOf } from "./team.ts";

export type TeamFilters = {
  /** Whole, whatever the case of its letters A to Z. */
  readonly name?: string | undefined;
};

/** Teams by when they were made, newest first unless asked otherwise. */
export const listTeams: Question<PageRequest & TeamFilters, ApiPage<Team>> = async (context, input) => {
  const { cursor, limit, order, ...given } = input;
  const page = openApiPage(context, "listTeams", { cursor, limit, order }, given);
  const { name } = page.filters;
  let query = context.db
    .selectFrom("teams")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("mode", "=", context.mode);
  if (name !== undefined) query = query.where(sameText("name", name));
  if (page.position) query = query.where("id", page.order === "asc" ? ">" : "<", Number(page.position[0]));
  const rows = await query
    .orderBy("id", page.order)
    .limit(page.limit + 1)
    .execute();
  return apiPage(context, page, rows, await teamsOf(context, rows), (row) => [row.id]);
};
