import { CodingSessionPath, Type } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const deleteSession = apiRoute({
  method: "DELETE",
  path: "/sessions/:session",
  operationId: "deleteCodingSession",
  summary: "Delete a session and its signals, for good",
  scope: "admin",
  params: CodingSessionPath,
  status: 204,
  answer: Type.Null(),
  handle: async ({ params, order }) => await order("deleteCodingSession", { session: params.session }),
});
