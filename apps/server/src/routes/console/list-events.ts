import { EventPage, EventQuery, ProjectPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const listEvents = consoleRoute({
  method: "GET",
  path: "/projects/:project/events",
  operationId: "listEvents",
  summary: "The events of a project, newest first",
  params: ProjectPath,
  query: EventQuery,
  answer: EventPage,
  handle: async (request) => await request.ask("listEvents", { ...request.params, ...request.query }),
});
