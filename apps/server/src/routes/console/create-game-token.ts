import { GameTokenBody, NewGameToken, ProjectPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const createGameToken = consoleRoute({
  method: "POST",
  path: "/projects/:project/tokens",
  operationId: "createGameToken",
  summary: "Make a game token; its secret is shown once",
  params: ProjectPath,
  body: GameTokenBody,
  status: 201,
  answer: NewGameToken,
  handle: async (request) => await request.order("createGameToken", { ...request.params, ...request.body }),
});
