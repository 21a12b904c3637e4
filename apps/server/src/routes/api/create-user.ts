import { ApiUser, ApiUserBody } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const createUser = apiRoute({
  method: "POST",
  path: "/users",
  operationId: "createUser",
  summary: "Make a user",
  scope: "write:users",
  body: ApiUserBody,
  status: 201,
  answer: ApiUser,
  handle: async (request) => await request.order("createUser", request.body),
});
