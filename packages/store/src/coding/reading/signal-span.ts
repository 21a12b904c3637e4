import type { StoreContext } from "../../context.ts";
import type { CodingSessionsTable } from "../coding-schema.ts";
import type { StreamRow } from "./coding-streams.ts";
import type { CodingTenant } from "./coding-tenant.ts";
import { compareRow } from "./reading-place.ts";

/** From `from`, and before `to`. Epoch milliseconds. */
export interface SignalSpan {
  readonly from: number;
  readonly to: number;
}

export interface SignalNeighbours {
  /** Last call of the session before, and the first end at or after it. */
  readonly before: { readonly last: number; readonly end: number | undefined } | undefined;
  /** The last end before the session. */
  readonly endBefore: number | undefined;
  /** The first end at or after the session's last call. */
  readonly endAfter: number | undefined;
  /** First call of the session after. */
  readonly next: number | undefined;
}

/**
 * The stretch whose signals are shown with a windowed session: what `attachSignal` says of each of them, since
 * every end and every time-out cuts once.
 */
export function signalSpan(
  { first, last }: { readonly first: number; readonly last: number },
  { before, endBefore = -Infinity, endAfter = Infinity, next = Infinity }: SignalNeighbours,
  timeout: number,
): SignalSpan {
  const leftOver = before ? Math.min(before.last + timeout, (before.end ?? Infinity) + 1) : -Infinity;
  return {
    from: Math.max(first - timeout + 1, endBefore + 1, leftOver),
    to: Math.min(last + timeout, endAfter + 1, next),
  };
}

type Session = Pick<CodingSessionsTable, "stream_id" | "first_time" | "first_hash" | "last_time">;

/** The stretch of a session's stream that its signals lie in; of a named session it is all of it. */
export async function signalSpanOf(
  context: StoreContext,
  { timeout }: CodingTenant,
  session: Session,
  { kind }: Pick<StreamRow, "kind">,
): Promise<SignalSpan> {
  if (kind === "named") return { from: 0, to: Number.MAX_SAFE_INTEGER };
  const before = await neighbour(context, session, "<");
  const next = await neighbour(context, session, ">");
  const neighbours: SignalNeighbours = {
    before: before && {
      last: before.last_time,
      end: await endBeside(context, session, ">=", before.last_time),
    },
    endBefore: await endBeside(context, session, "<", session.first_time),
    endAfter: await endBeside(context, session, ">=", session.last_time),
    next: next?.first_time,
  };
  return signalSpan({ first: session.first_time, last: session.last_time }, neighbours, timeout);
}

const neighbour = async (
  { db, organizationId }: StoreContext,
  { stream_id, first_time, first_hash }: Session,
  side: "<" | ">",
) =>
  await db
    .selectFrom("coding_sessions")
    .select(["first_time", "last_time"])
    .where("organization_id", "=", organizationId)
    .where("stream_id", "=", stream_id)
    .where(compareRow(["first_time", "first_hash"], side, [first_time, first_hash]))
    .orderBy("first_time", side === "<" ? "desc" : "asc")
    .orderBy("first_hash", side === "<" ? "desc" : "asc")
    .limit(1)
    .executeTakeFirst();

/** The nearest end of the stream on one side of a time. */
async function endBeside(
  { db, organizationId }: StoreContext,
  { stream_id }: Session,
  side: "<" | ">=",
  time: number,
): Promise<number | undefined> {
  const end = await db
    .selectFrom("coding_ends")
    .select("time")
    .where("organization_id", "=", organizationId)
    .where("stream_id", "=", stream_id)
    .where("time", side, time)
    .orderBy("time", side === "<" ? "desc" : "asc")
    .limit(1)
    .executeTakeFirst();
  return end?.time;
}
