import { CodingReportQuery, ModelsReport } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const modelsReport = apiRoute({
  method: "GET",
  path: "/reports/models",
  operationId: "modelsReport",
  summary: "The models that were called in a time, and their shares",
  scope: "read:reports",
  query: CodingReportQuery,
  answer: ModelsReport,
  handle: async (request) => await request.ask("modelsReport", request.query),
});
