import { ApiUser, ApiUserPath } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const getUser = apiRoute({
  method: "GET",
  path: "/users/:user_id",
  operationId: "getUser",
  summary: "A user with its teams",
  scope: "read:users",
  params: ApiUserPath,
  answer: ApiUser,
  handle: async (request) => await request.ask("getUser", request.params),
});
