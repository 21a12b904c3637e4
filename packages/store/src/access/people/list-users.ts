import type { Question } from "../../context.ts";
import { type ApiPage, type PageRequest, apiPage, openApiPage } from "../../pages/api-page.ts";
import { sameText } from "./same-text.ts";
import { type User, usersOf } from "./user.ts";

export type UserFilters = {
  /** Whole, whatever the case of its letters A to Z. */
  readonly name?: string | undefined;
  /** Likewise. */
  readonly email?: string | undefined;
  /** Members of a team. */
  readonly team_id?: string | undefined;
};

/** Users by when they were made, newest first unless asked otherwise. */
export const listUsers: Question<PageRequest & UserFilters, ApiPage<User>> = async (context, input) => {
  const { db, organizationId, mode } = context;
  const { cursor, limit, order, ...given } = input;
  const page = openApiPage(context, "listUsers", { cursor, limit, order }, given);
  const { name, email, team_id: team } = page.filters;
  let query = db
    .selectFrom("users")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .where("mode", "=", mode);
  if (name !== undefined) query = query.where(sameText("name", name));
  if (email !== undefined) query = query.where(sameText("email", email));
  if (team !== undefined) {
    const members = db
      .selectFrom("team_members")
      .innerJoin("teams", "teams.id", "team_members.team_id")
      .select("team_members.user_id")
      .where("teams.organization_id", "=", organizationId)
      .where("teams.mode", "=", mode)
      .where("teams.public_id", "=", team);
    query = query.where("id", "in", members);
  }
  if (page.position) query = query.where("id", page.order === "asc" ? ">" : "<", Number(page.position[0]));
  const rows = await query
    .orderBy("id", page.order)
    .limit(page.limit + 1)
    .execute();
  return apiPage(context, page, rows, await usersOf(context, rows), (row) => [row.id]);
};
