import { ApiKeyBody, NewApiKey } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const createApiKey = consoleRoute({
  method: "POST",
  path: "/keys",
  operationId: "createApiKey",
  summary: "Make an API key; its secret is shown once",
  body: ApiKeyBody,
  status: 201,
  answer: NewApiKey,
  handle: async (request) => await request.order("createApiKey", { mode: "live", ...request.body }),
});
