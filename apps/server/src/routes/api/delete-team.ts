import { ApiTeamPath, Done } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const deleteTeam = apiRoute({
  method: "DELETE",
  path: "/teams/:team_id",
  operationId: "deleteTeam",
  summary: "Dissolve a team; its members stay users",
  scope: "write:users",
  params: ApiTeamPath,
  status: 204,
  answer: Done,
  handle: async (request) => await request.order("deleteTeam", request.params),
});
