import { ApiTeam, ApiTeamBody } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const createTeam = apiRoute({
  method: "POST",
  path: "/teams",
  operationId: "createTeam",
  summary: "Make a team",
  scope: "write:users",
  body: ApiTeamBody,
  status: 201,
  answer: ApiTeam,
  handle: async (request) => await request.order("createTeam", request.body),
});
