import type { Command } from "../../context.ts";
import { ownTeam } from "./own-team.ts";
import { ownUser } from "./own-user.ts";

export interface Membership {
  readonly team_id: string;
  readonly user_id: string;
}

/** Makes a user a member of a team; one who is, stays one. */
export const addTeamMember: Command<Membership, null> = async (context, input) => {
  const team = await ownTeam(context, input.team_id);
  const user = await ownUser(context, input.user_id);
  await context.db
    .insertInto("team_members")
    .values({ team_id: team.id, user_id: user.id })
    .onConflict((clash) => clash.columns(["team_id", "user_id"]).doNothing())
    .execute();
  return null;
};

/** Ends a membership; where there is none, nothing happens. */
export const removeTeamMember: Command<Membership, null> = async (context, input) => {
  const team = await ownTeam(context, input.team_id);
  const user = await ownUser(context, input.user_id);
  await context.db
    .deleteFrom("team_members")
    .where("team_id", "=", team.id)
    .where("user_id", "=", user.id)
    .execute();
  return null;
};
