import { goalStateOf, moveGoal } from "@hearth/core/coding/goal";
import type { SignalType } from "@hearth/core/coding/signal";
import type { CodingGoalsTable } from "../../../coding/coding-schema.ts";
import { goalColumns, goalOf } from "../../../coding/goals/goal-row.ts";
import type { Connection } from "../open.ts";

/**
 * Moves the goals of a user in the sessions a signal names, inside the caller's transaction.
 * @param sessions the session's name and the tool's own id of its conversation, those there are
 * @param time of the signal, epoch milliseconds
 */
export type MoveGoals = (
  organizationId: number,
  test: 0 | 1,
  user: string,
  sessions: readonly string[],
  type: SignalType,
  time: number,
) => void;

export function goalMover(database: Connection): MoveGoals {
  const select = database.prepare<[number, number, string, string], CodingGoalsTable>(
    `select * from coding_goals where organization_id = ? and test = ? and user_id = ? and session_id = ?`,
  );
  const update = database.prepare(
    `update coding_goals set state = ?, updated_at = ?, drifted_at = ?, refocused_at = ?, completed_at = ?
      where organization_id = ? and test = ? and user_id = ? and id = ?`,
  );
  return (organizationId, test, user, sessions, type, time) => {
    const state = goalStateOf(type);
    if (state === undefined) return;
    for (const session of new Set(sessions)) {
      for (const row of select.all(organizationId, test, user, session)) {
        const before = goalOf(row);
        const after = moveGoal(before, { state, time });
        if (after === before) continue;
        const { state: reached, updated_at, drifted_at, refocused_at, completed_at } = goalColumns(after);
        const values = [reached, updated_at, drifted_at, refocused_at, completed_at];
        update.run(...values, organizationId, test, user, row.id);
      }
    }
  };
}
