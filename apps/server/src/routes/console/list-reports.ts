import { ProjectPath, ReportPage, ReportQuery } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const listReports = consoleRoute({
  method: "GET",
  path: "/projects/:project/reports",
  operationId: "listReports",
  summary: "The reports of a project, newest first",
  params: ProjectPath,
  query: ReportQuery,
  answer: ReportPage,
  handle: async (request) => await request.ask("listReports", { ...request.params, ...request.query }),
});
