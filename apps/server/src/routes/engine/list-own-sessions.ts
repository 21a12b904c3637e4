import { CodingSessionPage, EngineSessionQuery } from "@hearth/contract";
import { deviceOf, engineRoute } from "./engine-route.ts";

export const listOwnSessions = engineRoute({
  method: "GET",
  path: "/sessions",
  operationId: "listOwnSessions",
  summary: "The sessions of the device's user, newest first",
  query: EngineSessionQuery,
  answer: CodingSessionPage,
  handle: async ({ sender, query, ask }) =>
    await ask("listCodingSessions", { ...query, user_id: deviceOf(sender).user }),
});
