import { GameToken, TokenPath } from "@hearth/contract";
import { consoleRoute } from "../../http/console-route.ts";

export const revokeGameToken = consoleRoute({
  method: "DELETE",
  path: "/tokens/:token",
  operationId: "revokeGameToken",
  summary: "Revoke a game token for ever",
  params: TokenPath,
  answer: GameToken,
  handle: async (request) => await request.order("revokeGameToken", { id: request.params.token }),
});
