import { randomBytes } from "node:crypto";
import { gameToken, previewOf, secretBytes } from "@hearth/core/access/secret-format";
import type { Command } from "../context.ts";
import { checkedName } from "./checked-name.ts";
import type { Secret } from "./credential.ts";
import { gameTokenOf, selectGameTokens, type GameToken } from "./game-token.ts";
import { newIdentifier } from "./identifier.ts";
import { resolveEnvironment } from "./resolve-environment.ts";
import { resolveProject } from "./resolve-project.ts";
import { secretHash } from "./secret-hash.ts";

export interface NewGameToken {
  /** 3 to 120 characters. */
  readonly name: string;
  /** Id or name. */
  readonly project: string;
  /** Id or name. */
  readonly environment: string;
}

/** Makes a game token. Its secret is answered here and nowhere else: only the hash is kept. */
export const createGameToken: Command<NewGameToken, GameToken & Secret> = async (context, input) => {
  const { db, now, organizationId } = context;
  const name = checkedName(input.name, { of: "game token", least: 3 });
  const project = await resolveProject(context, input.project);
  const environment = await resolveEnvironment(context, project, input.environment);
  const secret = gameToken(randomBytes(secretBytes.gameToken));
  const { id } = await db
    .insertInto("game_tokens")
    .values({
      organization_id: organizationId,
      project_id: project.id,
      environment_id: environment.id,
      public_id: newIdentifier("tok"),
      name,
      hash: secretHash(secret),
      preview: previewOf(secret),
      created_at: now,
      last_used_at: null,
      revoked_at: null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const row = await selectGameTokens(db).where("game_tokens.id", "=", id).executeTakeFirstOrThrow();
  return { ...gameTokenOf(row), secret };
};
