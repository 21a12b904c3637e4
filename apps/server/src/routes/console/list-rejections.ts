import { ProjectPath, RejectionPage, RejectionQuery } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const listRejections = consoleRoute({
  method: "GET",
  path: "/projects/:project/rejections",
  operationId: "listRejections",
  summary: "The refused requests of a project, newest first",
  params: ProjectPath,
  query: RejectionQuery,
  answer: RejectionPage,
  handle: async (request) => await request.ask("listRejections", { ...request.params, ...request.query }),
});
