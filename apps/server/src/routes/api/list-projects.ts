import { ApiProjectPage, ApiProjectQuery } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const listProjects = apiRoute({
  method: "GET",
  path: "/projects",
  operationId: "listProjectCards",
  summary: "The projects of the organization, newest first",
  scope: "read:sessions",
  query: ApiProjectQuery,
  answer: ApiProjectPage,
  handle: async (request) => await request.ask("listProjectCards", request.query),
});
