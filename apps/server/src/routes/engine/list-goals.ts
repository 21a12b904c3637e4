import { GoalPage, GoalQuery } from "@hearth/contract";
import { deviceOf, engineRoute } from "./engine-route.ts";

export const listGoals = engineRoute({
  method: "GET",
  path: "/goals",
  operationId: "listGoals",
  summary: "The goals of the device's user, newest first",
  query: GoalQuery,
  answer: GoalPage,
  handle: async ({ sender, query, ask }) => await ask("listGoals", { ...query, user: deviceOf(sender).user }),
});
