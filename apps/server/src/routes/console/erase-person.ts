import { PersonQuery, ProjectPath, Removed } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const erasePerson = consoleRoute({
  method: "DELETE",
  path: "/projects/:project/players",
  operationId: "erasePerson",
  summary: "Erase a player with all that belongs to him, for ever",
  params: ProjectPath,
  query: PersonQuery,
  answer: Removed,
  handle: async (request) => await request.order("erasePerson", { ...request.params, ...request.query }),
});
