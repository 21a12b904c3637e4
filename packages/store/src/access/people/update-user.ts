import type { Command } from "../../context.ts";
import { checkedName } from "../checked-name.ts";
import { checkedEmail } from "./checked-user.ts";
import { ownUser } from "./own-user.ts";
import { type User, usersOf } from "./user.ts";

export interface UserChange {
  readonly user_id: string;
  readonly name?: string | undefined;
  /** Null takes it away. */
  readonly email?: string | null | undefined;
}

/** Changes a user; what is absent stays, and the id always does. */
export const updateUser: Command<UserChange, User> = async (context, input) => {
  const row = await ownUser(context, input.user_id);
  const name = input.name === undefined ? row.name : checkedName(input.name, { of: "user" });
  const email = input.email === undefined ? row.email : checkedEmail(input.email);
  await context.db.updateTable("users").set({ name, email }).where("id", "=", row.id).execute();
  const [user] = await usersOf(context, [{ ...row, name, email }]);
  return user!;
};
