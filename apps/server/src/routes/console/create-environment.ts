import { Environment, EnvironmentBody, ProjectPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const createEnvironment = consoleRoute({
  method: "POST",
  path: "/projects/:project/environments",
  operationId: "createEnvironment",
  summary: "Make an environment",
  params: ProjectPath,
  body: EnvironmentBody,
  status: 201,
  answer: Environment,
  handle: async (request) => await request.order("createEnvironment", { ...request.params, ...request.body }),
});
