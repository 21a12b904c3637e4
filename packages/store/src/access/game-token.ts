import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";
import { credentialOf, type Credential } from "./credential.ts";

/** A game token on the wire. */
export interface GameToken extends Credential {
  readonly name: string;
  readonly project: { readonly id: string; readonly name: string };
  readonly environment: { readonly id: string; readonly name: string; readonly color: string };
}

/** Game tokens with the names of what they open. */
export const selectGameTokens = (db: Kysely<Schema>) =>
  db
    .selectFrom("game_tokens")
    .innerJoin("projects", "projects.id", "game_tokens.project_id")
    .innerJoin("environments", "environments.id", "game_tokens.environment_id")
    .select([
      "game_tokens.id",
      "game_tokens.public_id",
      "game_tokens.name",
      "game_tokens.preview",
      "game_tokens.created_at",
      "game_tokens.last_used_at",
      "game_tokens.revoked_at",
      "projects.public_id as project_public_id",
      "projects.name as project_name",
      "environments.public_id as environment_public_id",
      "environments.name as environment_name",
      "environments.color as environment_color",
    ]);

type GameTokenRow = Awaited<ReturnType<ReturnType<typeof selectGameTokens>["executeTakeFirstOrThrow"]>>;

export const gameTokenOf = (row: GameTokenRow): GameToken => ({
  ...credentialOf(row),
  name: row.name,
  project: { id: row.project_public_id, name: row.project_name },
  environment: {
    id: row.environment_public_id,
    name: row.environment_name,
    color: row.environment_color,
  },
});
