import type { Question } from "../../context.ts";
import { ownUser } from "./own-user.ts";
import { type User, usersOf } from "./user.ts";

export const getUser: Question<{ user_id: string }, User> = async (context, input) => {
  const [user] = await usersOf(context, [await ownUser(context, input.user_id)]);
  return user!;
};
