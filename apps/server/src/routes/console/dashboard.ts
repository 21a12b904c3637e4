import { Dashboard, DashboardQuery, ProjectPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const dashboard = consoleRoute({
  method: "GET",
  path: "/projects/:project/dashboard",
  operationId: "dashboard",
  summary: "The figures of a project at a glance",
  params: ProjectPath,
  query: DashboardQuery,
  answer: Dashboard,
  handle: async (request) => await request.ask("dashboard", { ...request.params, ...request.query }),
});
