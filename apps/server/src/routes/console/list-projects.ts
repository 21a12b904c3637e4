import { ProjectList } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const listProjects = consoleRoute({
  method: "GET",
  path: "/projects",
  operationId: "listProjects",
  summary: "The projects of the organization",
  answer: ProjectList,
  handle: async (request) => await request.ask("listProjects", {}),
});
