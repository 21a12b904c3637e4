import { RejectionDetails, RejectionPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const getRejection = consoleRoute({
  method: "GET",
  path: "/rejections/:rejection",
  operationId: "getRejection",
  summary: "A refused request with what it brought",
  params: RejectionPath,
  answer: RejectionDetails,
  handle: async (request) => await request.ask("getRejection", request.params),
});
