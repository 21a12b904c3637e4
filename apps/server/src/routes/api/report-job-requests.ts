import { ReportJob, ReportJobBody, ReportJobQuery } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

const request = (report: "usage" | "cost" | "models", operationId: string) =>
  apiRoute({
    method: "POST",
    path: `/reports/${report}`,
    operationId,
    summary: `Have the report on ${report} computed apart; ask for the job until it is done`,
    scope: "read:reports",
    query: ReportJobQuery,
    body: ReportJobBody,
    isBodyOptional: true,
    status: 202,
    answer: ReportJob,
    handle: async ({ body, query: { async: _async, ...query }, order }) =>
      await order("createReportJob", { ...body, ...query, report }),
  });

export const requestUsageReport = request("usage", "requestUsageReport");
export const requestCostReport = request("cost", "requestCostReport");
export const requestModelsReport = request("models", "requestModelsReport");
