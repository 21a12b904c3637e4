import { randomBytes } from "node:crypto";
import { type GoalState, moveGoal, newGoal } from "@hearth/core/coding/goal";
import { HearthError } from "@hearth/core/errors";
import type { Command, StoreContext } from "../../context.ts";
import type { CodingGoalsTable } from "../coding-schema.ts";
import { findGoal, testOf } from "./find-goal.ts";
import { type GoalCard, goalCard } from "./goal-card.ts";
import { goalColumns, goalOf } from "./goal-row.ts";
import { pastGoalActs } from "./past-goal-acts.ts";

export interface NewGoal {
  readonly user: string;
  /** The client's own; made here where it gave none. */
  readonly id: string | null;
  readonly session: string | null;
  /** When it was set, epoch milliseconds. */
  readonly time: number;
  readonly state: GoalState;
}

/**
 * Notes a goal, once: sent again it is answered as it now stands, and takes the session it had none of.
 * @throws HearthError `conflict` where the goal belongs to another session
 */
export const createGoal: Command<NewGoal, GoalCard> = async (context, input) => {
  const { user, session, time, state } = input;
  const id = input.id ?? `goal_${randomBytes(8).toString("hex")}`;
  const known = await findGoal(context, { user, id });
  if (known) return goalCard(await joinSession(context, known, session));
  const acts = session === null ? [] : await pastGoalActs(context, user, session, time);
  const first = state === "active" ? [] : [{ state, time }];
  const goal = [...first, ...acts].reduce(moveGoal, newGoal(time));
  const place = { organization_id: context.organizationId, test: testOf(context), user_id: user, id };
  const row = { ...place, session_id: session, ...goalColumns(goal) };
  await context.db.insertInto("coding_goals").values(row).execute();
  return goalCard(row);
};

async function joinSession(
  context: StoreContext,
  known: CodingGoalsTable,
  session: string | null,
): Promise<CodingGoalsTable> {
  if (session === null || session === known.session_id) return known;
  if (known.session_id !== null) {
    throw new HearthError(
      "conflict",
      `The goal "${known.id}" belongs to another session: give the new goal an id of its own.`,
      [{ path: "session_id", message: "differs from the goal's" }],
    );
  }
  const acts = await pastGoalActs(context, known.user_id, session, known.created_at);
  const row = { ...known, session_id: session, ...goalColumns(acts.reduce(moveGoal, goalOf(known))) };
  await saveGoal(context, row);
  return row;
}

/** Writes what has changed of a stored goal. */
export async function saveGoal({ db }: StoreContext, row: CodingGoalsTable): Promise<void> {
  const { organization_id, test, user_id, id, ...changed } = row;
  await db
    .updateTable("coding_goals")
    .set(changed)
    .where("organization_id", "=", organization_id)
    .where("test", "=", test)
    .where("user_id", "=", user_id)
    .where("id", "=", id)
    .execute();
}
