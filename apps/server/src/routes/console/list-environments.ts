import { EnvironmentList, ProjectPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const listEnvironments = consoleRoute({
  method: "GET",
  path: "/projects/:project/environments",
  operationId: "listEnvironments",
  summary: "The environments of a project",
  params: ProjectPath,
  answer: EnvironmentList,
  handle: async (request) => await request.ask("listEnvironments", request.params),
});
