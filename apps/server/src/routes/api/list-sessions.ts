import { CodingSessionPage, CodingSessionQuery } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const listSessions = apiRoute({
  method: "GET",
  path: "/sessions",
  operationId: "listCodingSessions",
  summary: "Coding sessions by their start, newest first",
  scope: "read:sessions",
  query: CodingSessionQuery,
  answer: CodingSessionPage,
  handle: async (request) => await request.ask("listCodingSessions", request.query),
});
