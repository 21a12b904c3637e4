import type { Command } from "../context.ts";
import { gameTokenOf, selectGameTokens, type GameToken } from "./game-token.ts";
import { revokeCredential } from "./revoke-credential.ts";

/** Revokes the game token of that id for ever and answers it as it now stands. */
export const revokeGameToken: Command<{ id: string }, GameToken> = async (context, { id }) => {
  await revokeCredential(context, "game_tokens", id);
  const row = await selectGameTokens(context.db)
    .where("game_tokens.organization_id", "=", context.organizationId)
    .where("game_tokens.public_id", "=", id)
    .executeTakeFirstOrThrow();
  return gameTokenOf(row);
};
