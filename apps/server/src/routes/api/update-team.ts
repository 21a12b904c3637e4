import { ApiTeam, ApiTeamChangeBody, ApiTeamPath } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

/** Both verbs change what is sent and leave the rest. */
const updateTeamBy = (method: "PATCH" | "PUT", operationId: string) =>
  apiRoute({
    method,
    path: "/teams/:team_id",
    operationId,
    summary: "Rename a team",
    scope: "write:users",
    params: ApiTeamPath,
    body: ApiTeamChangeBody,
    answer: ApiTeam,
    handle: async ({ order, params, body: { name } }) => await order("updateTeam", { ...params, name }),
  });

export const updateTeam = updateTeamBy("PATCH", "updateTeam");
export const putTeam = updateTeamBy("PUT", "putTeam");
