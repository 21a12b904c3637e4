import type { GoalState } from "@hearth/core/coding/goal";
import type { Question } from "../../context.ts";
import { type ApiPage, apiPage, openApiPage, type PageRequest } from "../../pages/api-page.ts";
import { testOf } from "./find-goal.ts";
import { type GoalCard, goalCard } from "./goal-card.ts";

export interface GoalList extends PageRequest {
  readonly user: string;
  readonly session_id?: string | undefined;
  readonly state?: GoalState | undefined;
}

/** Goals of one user, newest first. A cursor is good for its user alone. */
export const listGoals: Question<GoalList, ApiPage<GoalCard>> = async (context, input) => {
  const { user, session_id, state, ...request } = input;
  const page = openApiPage(context, `listGoals of ${user}`, request, { session_id, state });
  const { filters, limit, position } = page;
  let query = context.db
    .selectFrom("coding_goals")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("test", "=", testOf(context))
    .where("user_id", "=", user);
  if (filters.session_id !== undefined) query = query.where("session_id", "=", filters.session_id);
  if (filters.state !== undefined) query = query.where("state", "=", filters.state);
  if (position !== undefined) {
    const [time, id] = position as [number, string];
    query = query.where((row) => row(row.refTuple("created_at", "id"), "<", row.tuple(time, id)));
  }
  const rows = await query
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  return apiPage(context, page, rows, rows.map(goalCard), (row) => [row.created_at, row.id]);
};
