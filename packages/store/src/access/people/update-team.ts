import type { Command } from "../../context.ts";
import { ownTeam } from "./own-team.ts";
import { freeTeamName } from "./team-name.ts";
import { type Team, teamsOf } from "./team.ts";

export interface TeamChange {
  readonly team_id: string;
  readonly name?: string | undefined;
}

/** Renames a team; what is absent stays. */
export const updateTeam: Command<TeamChange, Team> = async (context, input) => {
  const row = await ownTeam(context, input.team_id);
  const name = input.name === undefined ? row.name : await freeTeamName(context, input.name, row.id);
  await context.db.updateTable("teams").set({ name }).where("id", "=", row.id).execute();
  const [team] = await teamsOf(context, [{ ...row, name }]);
  return team!;
};
