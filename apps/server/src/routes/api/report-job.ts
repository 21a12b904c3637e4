import { ReportJob, ReportJobPath } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const getReportJob = apiRoute({
  method: "GET",
  path: "/reports/jobs/:job",
  operationId: "getReportJob",
  summary: "Where the job of a report stands, and the report once it is done",
  scope: "read:reports",
  params: ReportJobPath,
  answer: ReportJob,
  handle: async (request) => await request.ask("getReportJob", request.params),
});
