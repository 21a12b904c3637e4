import { ProjectPath, Stability, StabilityQuery } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const buildStability = consoleRoute({
  method: "GET",
  path: "/projects/:project/stability",
  operationId: "buildStability",
  summary: "Crash-free and report rates of each build",
  params: ProjectPath,
  query: StabilityQuery,
  answer: Stability,
  handle: async (request) => await request.ask("buildStability", { ...request.params, ...request.query }),
});
