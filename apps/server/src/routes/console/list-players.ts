import { PlayerPage, PlayerQuery, ProjectPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const listPlayers = consoleRoute({
  method: "GET",
  path: "/projects/:project/players",
  operationId: "listPlayers",
  summary: "The players of a project by their ids",
  params: ProjectPath,
  query: PlayerQuery,
  answer: PlayerPage,
  handle: async (request) => await request.ask("listPlayers", { ...request.params, ...request.query }),
});
