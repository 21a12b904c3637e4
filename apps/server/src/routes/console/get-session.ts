import { SessionDetails, SessionPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const getSession = consoleRoute({
  method: "GET",
  path: "/sessions/:session",
  operationId: "getSession",
  summary: "A play session",
  params: SessionPath,
  answer: SessionDetails,
  handle: async (request) => await request.ask("getSession", request.params),
});
