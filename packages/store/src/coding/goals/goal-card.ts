import type { GoalState } from "@hearth/core/coding/goal";
import { formatInstant } from "@hearth/core/time/instant";
import type { CodingGoalsTable } from "../coding-schema.ts";

/** A goal on the wire. Times are ISO 8601. */
export interface GoalCard {
  readonly id: string;
  readonly user_id: string;
  readonly session_id: string | null;
  readonly state: GoalState;
  readonly created_at: string;
  readonly updated_at: string;
  readonly drifted_at: string | null;
  readonly refocused_at: string | null;
  readonly completed_at: string | null;
  readonly abandoned_at: string | null;
}

export function goalCard(row: CodingGoalsTable): GoalCard {
  const ended = instant(row.completed_at);
  return {
    id: row.id,
    user_id: row.user_id,
    session_id: row.session_id,
    state: row.state as GoalState,
    created_at: formatInstant(row.created_at),
    updated_at: formatInstant(row.updated_at),
    drifted_at: instant(row.drifted_at),
    refocused_at: instant(row.refocused_at),
    completed_at: row.state === "completed" ? ended : null,
    abandoned_at: row.state === "abandoned" ? ended : null,
  };
}

const instant = (time: number | null): string | null => (time === null ? null : formatInstant(time));
