import { ChangedReports, ProjectPath, ReportChangesBody } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const updateReports = consoleRoute({
  method: "PATCH",
  path: "/projects/:project/reports",
  operationId: "updateReports",
  summary: "Change severity or status of several reports",
  params: ProjectPath,
  body: ReportChangesBody,
  answer: ChangedReports,
  handle: async (request) => await request.order("updateReports", { ...request.params, ...request.body }),
});
