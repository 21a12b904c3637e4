import { ApiProject, ApiProjectPath } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const getProject = apiRoute({
  method: "GET",
  path: "/projects/:project_id",
  operationId: "getProjectCard",
  summary: "A project",
  scope: "read:sessions",
  params: ApiProjectPath,
  answer: ApiProject,
  handle: async (request) => await request.ask("getProjectCard", request.params),
});
