import { ApiUserPage, ApiUserQuery } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const listUsers = apiRoute({
  method: "GET",
  path: "/users",
  operationId: "listUsers",
  summary: "The users of the organization, newest first",
  scope: "read:users",
  query: ApiUserQuery,
  answer: ApiUserPage,
  handle: async (request) => await request.ask("listUsers", request.query),
});
