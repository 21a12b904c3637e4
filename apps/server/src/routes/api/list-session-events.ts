import { CodingSessionEventPage, CodingSessionEventQuery, CodingSessionPath } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const listSessionEvents = apiRoute({
  method: "GET",
  path: "/sessions/:session/events",
  operationId: "listCodingSessionEvents",
  summary: "The calls of a coding session in pages, oldest first",
  scope: "read:sessions",
  params: CodingSessionPath,
  query: CodingSessionEventQuery,
  answer: CodingSessionEventPage,
  handle: async ({ ask, params, query }) =>
    await ask("listCodingSessionEvents", { session: params.session, ...query }),
});
