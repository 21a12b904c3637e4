import { ProjectPath, Retention } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const getRetention = consoleRoute({
  method: "GET",
  path: "/projects/:project/retention",
  operationId: "getRetention",
  summary: "How long a project keeps what its games sent",
  params: ProjectPath,
  answer: Retention,
  handle: async (request) => await request.ask("getRetention", request.params),
});
