import { formatInstant } from "../../time/instant.ts";
import { hourOf } from "../event-time.ts";
import type { SessionClass } from "./changes.ts";
import type { PlayDesk } from "./desk.ts";
import type { SessionFact } from "./facts.ts";
import { demand, findSession } from "./references.ts";
import type { IngestContext } from "./scope.ts";
import { sessionHourName } from "./session-hour.ts";
import { type SessionOutcome, worstOutcome } from "./session-end.ts";

export interface SessionEndReceipt {
  readonly sessionId: string;
  /** The worst end reported so far. */
  readonly status: SessionOutcome;
  readonly endedAt: string;
  readonly deleted: boolean;
}

/**
 * Notes how a session ended. Repeating it changes nothing; a worse end replaces a better one.
 * @param endedAt epoch milliseconds
 */
export function endSession(
  desk: PlayDesk,
  { scope, now }: IngestContext,
  end: { sessionId: string; status: SessionOutcome; endedAt: number },
): SessionEndReceipt {
  const session = demand(findSession(desk, scope, end.sessionId), "session", "sessionId");
  const answer = { sessionId: end.sessionId.toLowerCase(), endedAt: formatInstant(end.endedAt) };
  if (session === "deleted") return { ...answer, status: end.status, deleted: true };

  const outcome = worstOutcome(session.outcome, end.status);
  const endedAt = Math.max(session.endedAt ?? session.startedAt, end.endedAt);
  if (outcome !== session.outcome || endedAt !== session.endedAt) {
    desk.changes.ends.set(session.id, { outcome, endedAt });
  }
  if (outcome !== session.outcome) {
    const before = session.outcome ?? (session.lifecycle ? "declared" : "undeclared");
    moveInRollUp(desk, session, before, -1);
    moveInRollUp(desk, session, outcome, 1);
  }
  desk.changes.touchSession(session.id, now, {});
  return { ...answer, status: outcome, endedAt: formatInstant(endedAt), deleted: false };
}

function moveInRollUp(desk: PlayDesk, session: SessionFact, className: SessionClass, count: number): void {
  desk.changes.sessionHours.add(sessionHourName(session, className), count, () => ({
    projectId: session.projectId,
    environmentId: session.environmentId,
    hour: hourOf(session.startedAt),
    buildId: session.buildId,
    channel: session.channel,
    class: className,
  }));
}
