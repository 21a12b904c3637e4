import { SessionPath, TimelinePage, TimelineQuery } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const sessionTimeline = consoleRoute({
  method: "GET",
  path: "/sessions/:session/timeline",
  operationId: "sessionTimeline",
  summary: "What happened in a play session, in the order of time",
  params: SessionPath,
  query: TimelineQuery,
  answer: TimelinePage,
  handle: async (request) => await request.ask("sessionTimeline", { ...request.params, ...request.query }),
});
