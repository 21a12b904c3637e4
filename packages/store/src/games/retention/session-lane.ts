import type { RemovalContext } from "../erasure/context.ts";
import { sessionColumns } from "../erasure/remove-session.ts";
import { type Removed, sumRemoved } from "../erasure/removed.ts";
import { expireSession } from "./expire-session.ts";
import type { Lane, LaneStep, Place } from "./lane.ts";

const mostSessions = 200;

/** Sessions of one channel. */
export interface SessionsOf {
  readonly projectId: number;
  /** Null for sessions that named none. */
  readonly channel: string | null;
  /** Epoch milliseconds: older goes, where nothing was heard of the session since either. */
  readonly cutoff: number;
}

/** Sessions of one channel, oldest first. */
export const sessionLane = (which: SessionsOf): Lane => ({
  name: `sessions ${which.projectId} ${which.channel ?? ""}`,

  async step(context, after, rows): Promise<LaneStep> {
    const limit = Math.min(rows, mostSessions);
    const page = await nextSessions(context, which, after, limit);
    let removed: Removed = sumRemoved();
    let worked = 0;
    let place = after;
    for (const session of page) {
      const isOld = session.channel === which.channel && session.last_activity_at < which.cutoff;
      if (isOld) {
        const expired = await expireSession(context, session, Math.max(1, rows - worked));
        removed = sumRemoved(removed, expired.removed);
        worked += expired.rows;
        if (!expired.done) return { removed, rows: worked, after: place };
      } else {
        worked++;
      }
      place = [session.started_at, session.id];
      if (worked >= rows) return { removed, rows: worked, after: place };
    }
    return { removed, rows: worked, after: page.length < limit ? null : place };
  },
});

/** Sessions without a channel have no index of their own: they are picked out of a page of all. */
const nextSessions = async (
  { db }: RemovalContext,
  { projectId, channel, cutoff }: SessionsOf,
  [startedAt, id]: Place,
  limit: number,
) =>
  await db
    .selectFrom("play_sessions")
    .select([...sessionColumns, "last_activity_at"])
    .where("project_id", "=", projectId)
    .$if(channel !== null, (query) => query.where("channel", "=", channel))
    .where("started_at", "<", cutoff)
    .where((row) => row(row.refTuple("started_at", "id"), ">", row.tuple(startedAt, id)))
    .orderBy("started_at")
    .orderBy("id")
    .limit(limit)
    .execute();
