import { Project, ProjectBody } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const createProject = consoleRoute({
  method: "POST",
  path: "/projects",
  operationId: "createProject",
  summary: "Make a project",
  body: ProjectBody,
  status: 201,
  answer: Project,
  handle: async (request) => await request.order("createProject", request.body),
});
