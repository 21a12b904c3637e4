import type { SessionStatus } from "@hearth/core/games/session-status";
import type { SessionOutcome } from "@hearth/core/games/intake/session-end";
import type { SessionSelection } from "./select-sessions.ts";

/** What is known of a session's end: an outcome, or none and by its last activity still open or silent. */
export type SessionEnding = SessionOutcome | "open" | "silent-declared" | "silent-undeclared";

/** One part of a selection, to be read in order through one index. */
export interface SessionBranch {
  /** Which identity of the player is meant; a session of both counts as external. */
  readonly player?: "external" | "device";
  readonly ending?: SessionEnding;
  /** Row id of the one build; absent where the branch takes all builds of the selection. */
  readonly build?: number;
}

const endings: Record<SessionStatus, readonly SessionEnding[]> = {
  open: ["open"],
  ok: ["ok"],
  crashed: ["crashed"],
  abnormal: ["abnormal", "silent-declared"],
  unknown: ["silent-undeclared"],
};

/** Cuts a selection into parts that share no session: merged they are the list, added its count. */
export function sessionBranches({ builds, player, status }: SessionSelection): SessionBranch[] {
  let branches: SessionBranch[] = [{}];
  if (status !== undefined) branches = endings[status].map((ending) => ({ ending }));
  if (player !== undefined) {
    return branches.flatMap((branch) => [
      { ...branch, player: "external" as const },
      { ...branch, player: "device" as const },
    ]);
  }
  // Open sessions are found by their last activity, once, whatever their builds.
  if (builds?.few === undefined || status === "open") return branches;
  return builds.few.flatMap((build) => branches.map((branch) => ({ ...branch, build })));
}
