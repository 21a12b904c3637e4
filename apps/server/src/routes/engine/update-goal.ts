import { Goal, GoalPath, GoalUpdateBody, NamedGoalUpdateBody } from "@hearth/contract";
import { readTime } from "@hearth/core/coding/read-signal";
import { deviceOf, engineRoute } from "./engine-route.ts";

const shared = { method: "PATCH", answer: Goal } as const;

export const updateGoal = engineRoute({
  ...shared,
  path: "/goals/:goal",
  operationId: "updateGoal",
  summary: "Say what became of a goal",
  params: GoalPath,
  body: GoalUpdateBody,
  async handle({ sender, params, body, now, order }) {
    const time = readTime(body.ts, now, "ts");
    return await order("updateGoal", {
      user: deviceOf(sender).user,
      id: params.goal,
      state: body.state,
      time,
    });
  },
});

export const updateNamedGoal = engineRoute({
  ...shared,
  path: "/goals",
  operationId: "updateNamedGoal",
  summary: "Say what became of a goal that the body names",
  body: NamedGoalUpdateBody,
  async handle({ sender, body, now, order }) {
    const time = readTime(body.ts, now, "ts");
    return await order("updateGoal", { user: deviceOf(sender).user, id: body.id, state: body.state, time });
  },
});
