import { ApiKeyPage, CredentialQuery } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const listApiKeys = consoleRoute({
  method: "GET",
  path: "/keys",
  operationId: "listApiKeys",
  summary: "The API keys of the organization, newest first",
  query: CredentialQuery,
  answer: ApiKeyPage,
  handle: async (request) => await request.ask("listApiKeys", request.query),
});
