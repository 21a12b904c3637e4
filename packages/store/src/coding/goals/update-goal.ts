import { type GoalState, moveGoal, stateOfGoal } from "@hearth/core/coding/goal";
import { HearthError } from "@hearth/core/errors";
import { formatInstant } from "@hearth/core/time/instant";
import type { Command } from "../../context.ts";
import { saveGoal } from "./create-goal.ts";
import { findGoal, type GoalPlace } from "./find-goal.ts";
import { type GoalCard, goalCard } from "./goal-card.ts";
import { goalColumns, goalOf } from "./goal-row.ts";

export interface GoalUpdate extends GoalPlace {
  readonly state: GoalState;
  /** When it came to be so, epoch milliseconds. */
  readonly time: number;
}

/**
 * Moves a goal on its owner's word.
 * @throws HearthError `not_found`, or `conflict` where what is known of the goal since then says otherwise
 */
export const updateGoal: Command<GoalUpdate, GoalCard> = async (context, { user, id, state, time }) => {
  const known = await findGoal(context, { user, id });
  if (!known) {
    throw new HearthError("not_found", `There is no goal "${id}" of this user: create it first.`, [
      { path: "id", message: "is no goal of this user" },
    ]);
  }
  const goal = moveGoal(goalOf(known), { state, time });
  const reached = stateOfGoal(goal);
  if (reached !== state) {
    throw new HearthError(
      "conflict",
      `The goal "${id}" is ${reached} since ${formatInstant(known.updated_at)}: ${adviceOn(reached)}.`,
      [{ path: "state", message: `cannot become ${state} at ${formatInstant(time)}` }],
    );
  }
  const row = { ...known, ...goalColumns(goal) };
  await saveGoal(context, row);
  return goalCard(row);
};

const adviceOn = (reached: GoalState): string =>
  reached === "completed" || reached === "abandoned"
    ? "an ended goal stays as it ended, so make another one"
    : "send a later ts";
