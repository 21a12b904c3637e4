import { ReportChangeBody, ReportDetails, ReportPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const updateReport = consoleRoute({
  method: "PATCH",
  path: "/reports/:report",
  operationId: "updateReport",
  summary: "Change severity or status of a report",
  params: ReportPath,
  body: ReportChangeBody,
  answer: ReportDetails,
  handle: async (request) => {
    await request.order("updateReport", { ...request.params, ...request.body });
    return await request.ask("getReport", request.params);
  },
});
