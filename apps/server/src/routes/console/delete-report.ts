import { Removed, ReportPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const deleteReport = consoleRoute({
  method: "DELETE",
  path: "/reports/:report",
  operationId: "deleteReport",
  summary: "Delete a report for ever",
  params: ReportPath,
  answer: Removed,
  handle: async (request) => await request.order("deleteReport", request.params),
});
