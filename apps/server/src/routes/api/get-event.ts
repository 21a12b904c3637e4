import { CodingEventPath, CodingTimelineItem } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const getEvent = apiRoute({
  method: "GET",
  path: "/events/:event",
  operationId: "getCodingEvent",
  summary: "A model call, by the id of any of its keys, or another signal",
  scope: "read:sessions",
  params: CodingEventPath,
  answer: CodingTimelineItem,
  handle: async ({ ask, params }) => await ask("getCodingEvent", { event: params.event }),
});
