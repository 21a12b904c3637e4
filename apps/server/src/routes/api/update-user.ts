import { ApiUser, ApiUserChangeBody, ApiUserPath } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

/** Both verbs change what is sent and leave the rest. */
const updateUserBy = (method: "PATCH" | "PUT", operationId: string) =>
  apiRoute({
    method,
    path: "/users/:user_id",
    operationId,
    summary: "Change the name or the email of a user",
    scope: "write:users",
    params: ApiUserPath,
    body: ApiUserChangeBody,
    answer: ApiUser,
    handle: async ({ order, params, body: { name, email } }) =>
      await order("updateUser", { ...params, name, email }),
  });

export const updateUser = updateUserBy("PATCH", "updateUser");
export const putUser = updateUserBy("PUT", "putUser");
