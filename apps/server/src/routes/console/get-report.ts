import { ReportDetails, ReportPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const getReport = consoleRoute({
  method: "GET",
  path: "/reports/:report",
  operationId: "getReport",
  summary: "A report",
  params: ReportPath,
  answer: ReportDetails,
  handle: async (request) => await request.ask("getReport", request.params),
});
