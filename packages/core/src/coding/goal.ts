import type { SignalType } from "./signal.ts";

/**
 * What a goal can be. From `active` to `drifted` and back as often as it happens; from either to one of the
 * other two, which are ends. What the goal says is never known here.
 */
export const goalStates = ["active", "drifted", "completed", "abandoned"] as const;

export type GoalState = (typeof goalStates)[number];
export type GoalEnd = "completed" | "abandoned";

/** A goal of a person in a session. Times are epoch milliseconds. */
export interface Goal {
  readonly startedAt: number;
  /** The latest drift told of; null where there was none. */
  readonly driftedAt: number | null;
  /** The latest return told of; null where there was none. */
  readonly refocusedAt: number | null;
  readonly end: { readonly state: GoalEnd; readonly time: number } | null;
}

/** Something that happened to a goal: a signal of its session, or its owner's word. */
export interface GoalAct {
  readonly state: GoalState;
  readonly time: number;
}

export const newGoal = (startedAt: number): Goal => ({
  startedAt,
  driftedAt: null,
  refocusedAt: null,
  end: null,
});

const stateOfSignal: Readonly<Partial<Record<SignalType, GoalState>>> = {
  "goal-drift": "drifted",
  "refocus-ack": "active",
  "completion-verified": "completed",
};

/** What a signal says of the goals of its session; undefined where it says nothing. */
export const goalStateOf = (type: SignalType): GoalState | undefined => stateOfSignal[type];

/**
 * The goal after an act. The same acts leave the same goal in any order and however often each comes: of
 * drifts and returns the latest counts, of ends the earliest, and what was before the goal is not about it.
 */
export function moveGoal(goal: Goal, { state, time }: GoalAct): Goal {
  if (time < goal.startedAt) return goal;
  switch (state) {
    case "drifted":
      return (goal.driftedAt ?? -Infinity) >= time ? goal : { ...goal, driftedAt: time };
    case "active":
      return (goal.refocusedAt ?? -Infinity) >= time ? goal : { ...goal, refocusedAt: time };
    default:
      return isEarlier({ state, time }, goal.end) ? { ...goal, end: { state, time } } : goal;
  }
}

/** Of two ends at one time, that it was completed. */
const isEarlier = ({ state, time }: GoalAct, end: Goal["end"]): boolean =>
  end === null ||
  time < end.time ||
  (time === end.time && state === "completed" && end.state === "abandoned");

/** A drift and a return in one millisecond leave it active; an end stays, whatever comes later. */
export function stateOfGoal({ driftedAt, refocusedAt, end }: Goal): GoalState {
  if (end) return end.state;
  return driftedAt !== null && driftedAt > (refocusedAt ?? -Infinity) ? "drifted" : "active";
}

/** When the last thing happened that is known of it. */
export const lastChangeOf = ({ startedAt, driftedAt, refocusedAt, end }: Goal): number =>
  Math.max(startedAt, driftedAt ?? 0, refocusedAt ?? 0, end?.time ?? 0);
