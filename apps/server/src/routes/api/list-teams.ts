import { ApiTeamPage, ApiTeamQuery } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

export const listTeams = apiRoute({
  method: "GET",
  path: "/teams",
  operationId: "listTeams",
  summary: "The teams of the organization, newest first",
  scope: "read:users",
  query: ApiTeamQuery,
  answer: ApiTeamPage,
  handle: async (request) => await request.ask("listTeams", request.query),
});
