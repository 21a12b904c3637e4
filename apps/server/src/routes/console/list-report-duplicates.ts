import { DuplicateQuery, ReportPage, ReportPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const listReportDuplicates = consoleRoute({
  method: "GET",
  path: "/reports/:report/duplicates",
  operationId: "listReportDuplicates",
  summary: "The reports that repeat a report, newest first",
  params: ReportPath,
  query: DuplicateQuery,
  answer: ReportPage,
  handle: async (request) =>
    await request.ask("listReportDuplicates", { ...request.params, ...request.query }),
});
