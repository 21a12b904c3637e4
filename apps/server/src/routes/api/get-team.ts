import { ApiTeam, ApiTeamPath } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const getTeam = apiRoute({
  method: "GET",
  path: "/teams/:team_id",
  operationId: "getTeam",
  summary: "A team",
  scope: "read:users",
  params: ApiTeamPath,
  answer: ApiTeam,
  handle: async (request) => await request.ask("getTeam", request.params),
});
