import { CodingReportQuery, UsageReport } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const usageReport = apiRoute({
  method: "GET",
  path: "/reports/usage",
  operationId: "usageReport",
  summary: "Tokens, sessions and events of a time, by day unless grouped otherwise",
  scope: "read:reports",
  query: CodingReportQuery,
  answer: UsageReport,
  handle: async (request) => await request.ask("usageReport", request.query),
});
