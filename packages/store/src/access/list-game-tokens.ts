import type { Question } from "../context.ts";
import { pageOf, spanOf, type Page, type PageRequest } from "./credential-page.ts";
import { gameTokenOf, selectGameTokens, type GameToken } from "./game-token.ts";
import { resolveProject } from "./resolve-project.ts";

export interface GameTokenFilter extends PageRequest {
  /** Id or name; every project of the organization where it is absent. */
  readonly project?: string | undefined;
}

/** Game tokens, newest first, revoked ones included. */
export const listGameTokens: Question<GameTokenFilter, Page<GameToken>> = async (context, input) => {
  const wanted = input.project === undefined ? {} : { project: input.project };
  const span = spanOf(context, "listGameTokens", input, wanted);
  let found = selectGameTokens(context.db)
    .where("game_tokens.organization_id", "=", context.organizationId)
    .where("game_tokens.id", "<", span.below);
  const named = span.filters["project"];
  if (named !== undefined) {
    const project = await resolveProject(context, named);
    found = found.where("game_tokens.project_id", "=", project.id);
  }
  const rows = await found
    .orderBy("game_tokens.id", "desc")
    .limit(span.limit + 1)
    .execute();
  return pageOf(context, span, rows, gameTokenOf);
};
