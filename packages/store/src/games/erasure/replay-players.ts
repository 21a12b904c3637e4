import { mentions, playersIn } from "./erased-traces.ts";
import { chunkSize } from "./remove-events.ts";
import { removeRejections } from "./remove-rejections.ts";
import { type PlayerIdentifier, playerColumns, removeSessions } from "./remove-sessions.ts";
import { type Removed, sumRemoved } from "./removed.ts";
import { atomically, erasedAt, type Replay } from "./replay.ts";

interface ErasedPlayer {
  readonly kind: PlayerIdentifier;
  readonly identifier: string;
  readonly at: number;
}

/** Removes the sessions of erased players, and the refused requests that name them or an erased session. */
export async function replayPlayers(replay: Replay): Promise<Removed> {
  const { ledger, projectId } = replay;
  if (ledger.subjects.size + ledger.sessions.size === 0) return sumRemoved();
  const players = [
    ...(await erasedPlayers(replay, "externalId")),
    ...(await erasedPlayers(replay, "deviceId")),
  ];
  let removed = sumRemoved();
  for (const { kind, identifier, at } of players) {
    const sessions = await atomically(replay, (within) =>
      removeSessions(within, { projectId, kind, identifier }, at),
    );
    removed = sumRemoved(removed, sessions.removed);
  }
  const rejections = await atomically(replay, (within) =>
    removeRejections(within, { projectId, namesErased: namesErased(replay, players) }),
  );
  return sumRemoved(removed, { rejections });
}

/** A request refused before it made a session is all that may be left of a player: it is searched for names. */
function namesErased(replay: Replay, players: readonly ErasedPlayer[]) {
  return (texts: readonly string[], receivedAt: number): boolean =>
    texts.some(
      (text) =>
        players.some(({ identifier, at }) => receivedAt <= at && mentions(text, identifier)) ||
        playersIn(text).some(
          ({ kind, identifier }) => receivedAt <= (erasedAt(replay, kind, identifier) ?? -1),
        ),
    );
}

async function erasedPlayers(replay: Replay, kind: PlayerIdentifier): Promise<ErasedPlayer[]> {
  const column = playerColumns[kind];
  const erased: ErasedPlayer[] = [];
  let last = "";
  for (;;) {
    const page = await replay.db
      .selectFrom("play_sessions")
      .select(`${column} as identifier`)
      .where("project_id", "=", replay.projectId)
      .where(column, ">", last)
      .groupBy(column)
      .orderBy(column)
      .limit(chunkSize)
      .execute();
    for (const { identifier } of page) {
      if (identifier === null) continue;
      last = identifier;
      const at = erasedAt(replay, kind, identifier);
      if (at !== undefined) erased.push({ kind, identifier, at });
    }
    if (page.length < chunkSize) return erased;
  }
}
