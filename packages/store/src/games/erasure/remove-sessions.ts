import type { RemovalContext } from "./context.ts";
import { type Removed, sumRemoved } from "./removed.ts";
import { removeSession, sessionColumns } from "./remove-session.ts";

export type PlayerIdentifier = "externalId" | "deviceId";

export const playerColumns = { externalId: "player_external_id", deviceId: "player_device_id" } as const;

/** What a player's sessions were, and when the last of them started (epoch milliseconds; 0 for none). */
export interface RemovedSessions {
  readonly removed: Removed;
  readonly lastStartedAt: number;
}

/** Erases every session of a player that started at or before `until`. */
export async function removeSessions(
  context: RemovalContext,
  player: { readonly projectId: number; readonly kind: PlayerIdentifier; readonly identifier: string },
  until = Number.MAX_SAFE_INTEGER,
): Promise<RemovedSessions> {
  let removed = sumRemoved();
  let lastStartedAt = 0;
  for (;;) {
    const session = await context.db
      .selectFrom("play_sessions")
      .select(sessionColumns)
      .where("project_id", "=", player.projectId)
      .where(playerColumns[player.kind], "=", player.identifier)
      .where("started_at", "<=", until)
      .orderBy("started_at", "desc")
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!session) return { removed, lastStartedAt };
    lastStartedAt = Math.max(lastStartedAt, session.started_at);
    removed = sumRemoved(removed, await removeSession(context, session));
  }
}
