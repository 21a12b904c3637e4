import { ApiKey, KeyPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const revokeApiKey = consoleRoute({
  method: "DELETE",
  path: "/keys/:key",
  operationId: "revokeApiKey",
  summary: "Revoke an API key for ever",
  params: KeyPath,
  answer: ApiKey,
  handle: async (request) => await request.order("revokeApiKey", { id: request.params.key }),
});
