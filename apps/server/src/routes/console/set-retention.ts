import { ProjectPath, Retention, RetentionBody } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const setRetention = consoleRoute({
  method: "PUT",
  path: "/projects/:project/retention",
  operationId: "setRetention",
  summary: "Set how long one channel of a project is kept",
  params: ProjectPath,
  body: RetentionBody,
  answer: Retention,
  handle: async (request) => await request.order("setRetention", { ...request.params, ...request.body }),
});
