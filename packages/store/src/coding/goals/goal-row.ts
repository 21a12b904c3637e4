import { type Goal, lastChangeOf, stateOfGoal } from "@hearth/core/coding/goal";
import type { CodingGoalsTable } from "../coding-schema.ts";

type GoalColumns = Pick<
  CodingGoalsTable,
  "state" | "created_at" | "updated_at" | "drifted_at" | "refocused_at" | "completed_at"
>;

/** Columns of a goal. `completed_at` is the time of its end, be that completion or giving up: `state` says which. */
export const goalColumns = (goal: Goal): GoalColumns => ({
  state: stateOfGoal(goal),
  created_at: goal.startedAt,
  updated_at: lastChangeOf(goal),
  drifted_at: goal.driftedAt,
  refocused_at: goal.refocusedAt,
  completed_at: goal.end?.time ?? null,
});

export const goalOf = (row: GoalColumns): Goal => ({
  startedAt: row.created_at,
  driftedAt: row.drifted_at,
  refocusedAt: row.refocused_at,
  end:
    row.completed_at === null
      ? null
      : { state: row.state === "abandoned" ? "abandoned" : "completed", time: row.completed_at },
});
