import { ApiProject, ApiProjectBody } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const createProject = apiRoute({
  method: "POST",
  path: "/projects",
  operationId: "createProjectCard",
  summary: "Make a project",
  scope: "admin",
  body: ApiProjectBody,
  status: 201,
  answer: ApiProject,
  handle: async (request) => await request.order("createProjectCard", request.body),
});
