import { CodingReportQuery, CostReport } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const costReport = apiRoute({
  method: "GET",
  path: "/reports/cost",
  operationId: "costReport",
  summary: "What a time cost, by day unless grouped otherwise, and for which models",
  scope: "read:reports",
  query: CodingReportQuery,
  answer: CostReport,
  handle: async (request) => await request.ask("costReport", request.query),
});
