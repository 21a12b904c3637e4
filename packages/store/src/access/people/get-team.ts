import type { Question } from "../../context.ts";
import { ownTeam } from "./own-team.ts";
import { type Team, teamsOf } from "./team.ts";

export const getTeam: Question<{ team_id: string }, Team> = async (context, input) => {
  const [team] = await teamsOf(context, [await ownTeam(context, input.team_id)]);
  return team!;
};
