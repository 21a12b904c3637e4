import { CodingEventPage, CodingEventQuery } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const listEvents = apiRoute({
  method: "GET",
  path: "/events",
  operationId: "listCodingEvents",
  summary: "Model calls by their time, newest first",
  scope: "read:sessions",
  query: CodingEventQuery,
  answer: CodingEventPage,
  handle: async (request) => await request.ask("listCodingEvents", request.query),
});
