import { ProjectPath, SessionPage, SessionQuery } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const listSessions = consoleRoute({
  method: "GET",
  path: "/projects/:project/sessions",
  operationId: "listSessions",
  summary: "The play sessions of a project, newest first",
  params: ProjectPath,
  query: SessionQuery,
  answer: SessionPage,
  handle: async (request) => await request.ask("listSessions", { ...request.params, ...request.query }),
});
