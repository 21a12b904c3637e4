import type { SessionOutcome } from "./intake/session-end.ts";

export const sessionStatuses = ["open", "ok", "crashed", "abnormal", "unknown"] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

/** Milliseconds without an event or report after which a session is no longer open. */
export const sessionIdleLimit = 30 * 60_000;

/** What a status is computed from. `lifecycle` is true where the game promised to report the end. */
export interface SessionEvidence {
  readonly outcome: SessionOutcome | null;
  readonly lifecycle: boolean;
  /** Epoch milliseconds. */
  readonly lastActivityAt: number;
}

/** Last activity at or before this time leaves a session without an end no longer open. */
export const idleSince = (now: number): number => now - sessionIdleLimit;

/**
 * The status of a session, never stored: the worst end reported, else open while it is heard of, else
 * abnormal where an end was promised and unknown where none was.
 */
export function sessionStatus(session: SessionEvidence, now: number): SessionStatus {
  if (session.outcome !== null) return session.outcome;
  if (session.lastActivityAt > idleSince(now)) return "open";
  return session.lifecycle ? "abnormal" : "unknown";
}
