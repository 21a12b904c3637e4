import { CredentialQuery, GameTokenPage, ProjectPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const listGameTokens = consoleRoute({
  method: "GET",
  path: "/projects/:project/tokens",
  operationId: "listGameTokens",
  summary: "The game tokens of a project, newest first",
  params: ProjectPath,
  query: CredentialQuery,
  answer: GameTokenPage,
  handle: async (request) => await request.ask("listGameTokens", { ...request.params, ...request.query }),
});
