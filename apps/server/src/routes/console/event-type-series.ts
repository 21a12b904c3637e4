import { EventTypeQuery, EventTypes, ProjectPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const eventTypeSeries = consoleRoute({
  method: "GET",
  path: "/projects/:project/event-types",
  operationId: "eventTypeSeries",
  summary: "How often each type of event occurred",
  params: ProjectPath,
  query: EventTypeQuery,
  answer: EventTypes,
  handle: async (request) => await request.ask("eventTypeSeries", { ...request.params, ...request.query }),
});
