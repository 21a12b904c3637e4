import { ApiUserPath, Done } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const deleteUser = apiRoute({
  method: "DELETE",
  path: "/users/:user_id",
  operationId: "deleteUser",
  summary: "Remove a user who has neither sessions nor devices",
  scope: "write:users",
  params: ApiUserPath,
  status: 204,
  answer: Done,
  handle: async (request) => await request.order("deleteUser", request.params),
});
