import type { EngineRoute } from "./engine-route.ts";
import { activate } from "./activate.ts";
import { createGoal } from "./create-goal.ts";
import { emit } from "./emit.ts";
import { listGoals } from "./list-goals.ts";
import { listOwnSessions } from "./list-own-sessions.ts";
import { sendSignal } from "./send-signal.ts";
import { sendSignals } from "./send-signals.ts";
import { updateGoal, updateNamedGoal } from "./update-goal.ts";

/** The doors that agents and adapters call, below `/engine/v1`. */
export const engineRoutes: readonly EngineRoute[] = [
  activate,
  sendSignal,
  sendSignals,
  emit,
  listOwnSessions,
  createGoal,
  listGoals,
  updateGoal,
  updateNamedGoal,
];
