import { HearthError } from "@hearth/core/errors";
import type { Command } from "../../context.ts";
import { checkedName } from "../checked-name.ts";
import { checkedEmail, checkedUserId } from "./checked-user.ts";
import { newPersonId } from "./person-id.ts";
import { type User, usersOf } from "./user.ts";

export interface NewUser {
  /** What signals will call `user_id`; one of our own making where it is absent. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly email?: string | null | undefined;
}

/** Makes a user. One that has sent a signal is there already. */
export const createUser: Command<NewUser, User> = async (context, input) => {
  const { db, organizationId, mode, now } = context;
  const id = input.id === undefined ? newPersonId("user") : checkedUserId(input.id);
  const row = await db
    .insertInto("users")
    .values({
      organization_id: organizationId,
      mode,
      public_id: id,
      name: checkedName(input.name, { of: "user" }),
      email: checkedEmail(input.email),
      created_at: now,
    })
    .onConflict((clash) => clash.columns(["organization_id", "mode", "public_id"]).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!row) {
    throw new HearthError(
      "conflict",
      `There is a user "${id}" already: change that one, or choose another id.`,
      [{ path: "id", message: "is taken" }],
    );
  }
  const [user] = await usersOf(context, [row]);
  return user!;
};
