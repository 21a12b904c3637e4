import { HearthError } from "@hearth/core/errors";
import type { Command, StoreContext } from "../../context.ts";
import { ownUser } from "./own-user.ts";

/**
 * Removes a user who has nothing stored, and leaves teams. Sessions name their user, and a device's next
 * signal would make the user anew: with either it is refused.
 * @throws HearthError `conflict`
 */
export const deleteUser: Command<{ user_id: string }, null> = async (context, input) => {
  const { db } = context;
  const user = await ownUser(context, input.user_id);
  if (await hasSessions(context, user.public_id)) {
    throw new HearthError(
      "conflict",
      `The user "${user.public_id}" has sessions: delete those first, or have the person erased with "hearth person erase".`,
    );
  }
  if (await hasDevices(context, user.public_id)) {
    throw new HearthError(
      "conflict",
      `The user "${user.public_id}" has devices that may still send: revoke them first with "hearth device revoke".`,
    );
  }
  await db.deleteFrom("team_members").where("user_id", "=", user.id).execute();
  await db.deleteFrom("users").where("id", "=", user.id).execute();
  return null;
};

async function hasSessions({ db, organizationId, mode }: StoreContext, id: string): Promise<boolean> {
  const session = await db
    .selectFrom("coding_terms")
    .innerJoin("coding_sessions", "coding_sessions.user_id", "coding_terms.id")
    .select("coding_sessions.stream_id")
    .where("coding_terms.organization_id", "=", organizationId)
    .where("coding_terms.term", "=", id)
    .where("coding_sessions.organization_id", "=", organizationId)
    .where("coding_sessions.test", "=", mode === "test" ? 1 : 0)
    .limit(1)
    .executeTakeFirst();
  return session !== undefined;
}

async function hasDevices({ db, organizationId, mode }: StoreContext, id: string): Promise<boolean> {
  const device = await db
    .selectFrom("devices")
    .select("id")
    .where("organization_id", "=", organizationId)
    .where("mode", "=", mode)
    .where("name", "=", id)
    .where("revoked_at", "is", null)
    .limit(1)
    .executeTakeFirst();
  return device !== undefined;
}
