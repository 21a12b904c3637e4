import { ApiTeamMemberPath, Done } from "@hearth/contract";
import { apiRoute } from "../../http/api-route.ts";

const membership = {
  path: "/teams/:team_id/members/:user_id",
  scope: "write:users",
  params: ApiTeamMemberPath,
  status: 204,
  answer: Done,
} as const;

export const addTeamMember = apiRoute({
  ...membership,
  method: "PUT",
  operationId: "addTeamMember",
  summary: "Make a user a member of a team",
  handle: async ({ order, params }) => await order("addTeamMember", params),
});

export const removeTeamMember = apiRoute({
  ...membership,
  method: "DELETE",
  operationId: "removeTeamMember",
  summary: "End a user's membership of a team",
  handle: async ({ order, params }) => await order("removeTeamMember", params),
});
