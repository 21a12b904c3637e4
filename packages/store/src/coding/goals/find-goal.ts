import type { StoreContext } from "../../context.ts";
import type { CodingGoalsTable } from "../coding-schema.ts";

/** Whose goal, by the id its client gave it. */
export interface GoalPlace {
  readonly user: string;
  readonly id: string;
}

export const testOf = ({ mode }: Pick<StoreContext, "mode">): 0 | 1 => (mode === "test" ? 1 : 0);

export const findGoal = async (
  context: StoreContext,
  { user, id }: GoalPlace,
): Promise<CodingGoalsTable | undefined> =>
  await context.db
    .selectFrom("coding_goals")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("test", "=", testOf(context))
    .where("user_id", "=", user)
    .where("id", "=", id)
    .executeTakeFirst();
