import type { Command } from "../../context.ts";
import { ownTeam } from "./own-team.ts";

/** Dissolves a team; its members stay users. */
export const deleteTeam: Command<{ team_id: string }, null> = async (context, input) => {
  const { id } = await ownTeam(context, input.team_id);
  await context.db.deleteFrom("team_members").where("team_id", "=", id).execute();
  await context.db.deleteFrom("teams").where("id", "=", id).execute();
  return null;
};
