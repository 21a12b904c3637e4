import type { Command } from "../../context.ts";
import { newPersonId } from "./person-id.ts";
import { freeTeamName } from "./team-name.ts";
import { type Team, teamsOf } from "./team.ts";

/** Makes a team without members. */
export const createTeam: Command<{ name: string }, Team> = async (context, input) => {
  const row = await context.db
    .insertInto("teams")
    .values({
      organization_id: context.organizationId,
      mode: context.mode,
      public_id: newPersonId("team"),
      name: await freeTeamName(context, input.name),
      created_at: context.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const [team] = await teamsOf(context, [row]);
  return team!;
};
