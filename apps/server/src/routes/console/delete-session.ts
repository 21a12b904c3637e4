import { Removed, SessionPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const deleteSession = consoleRoute({
  method: "DELETE",
  path: "/sessions/:session",
  operationId: "deleteSession",
  summary: "Delete a play session with all that belongs to it, for ever",
  params: SessionPath,
  answer: Removed,
  handle: async (request) => await request.order("deleteSession", request.params),
});
