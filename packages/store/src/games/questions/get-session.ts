import type { Question } from "../../context.ts";
import { JsonText } from "../../json-text.ts";
import { sessionCards, type SessionCard } from "./cards/session-cards.ts";
import { ownSession } from "./filters/own-session.ts";

export interface SessionDetails extends SessionCard {
  readonly project: { readonly id: string; readonly name: string };
  /** As sent. */
  readonly metadata: JsonText | null;
  /** Our clock minus the game's at session start, where it sent one. Milliseconds. */
  readonly clockSkewMs: number | null;
}

/** A session by its public id, with what the game sent about it. */
export const getSession: Question<{ session: string }, SessionDetails> = async (context, input) => {
  const { session, project } = await ownSession(context, input.session);
  const [card] = await sessionCards(context, session.project_id, [session]);
  return {
    ...card!,
    project,
    metadata: session.metadata === null ? null : new JsonText(session.metadata),
    clockSkewMs: session.clock_skew_ms,
  };
};
