import { BuildPage, BuildQuery, ProjectPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const listBuilds = consoleRoute({
  method: "GET",
  path: "/projects/:project/builds",
  operationId: "listBuilds",
  summary: "The builds of a project, newest first",
  params: ProjectPath,
  query: BuildQuery,
  answer: BuildPage,
  handle: async (request) => await request.ask("listBuilds", { ...request.params, ...request.query }),
});
