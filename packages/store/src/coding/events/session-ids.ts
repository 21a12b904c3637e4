import type { StoreContext } from "../../context.ts";
import { streamsById } from "../reading/coding-streams.ts";
import type { CodingTenant } from "../reading/coding-tenant.ts";
import { sessionAt } from "../reading/session-at.ts";
import { signalSpanOf } from "../reading/signal-span.ts";
import { sessionIdOf } from "../sessions/coding-session.ts";
import type { SessionRow } from "../sessions/session-rows.ts";
import type { SignalRow } from "./coding-signal.ts";
import { type CallRow, placeOfCall } from "./event-rows.ts";

/**
 * Public ids of the sessions that hold calls, in their order; null for a call that stands aside.
 * @param read sessions that were read in the same transaction, which likely hold some of them
 */
export async function sessionIdsOf(
  context: StoreContext,
  rows: readonly CallRow[],
  read: readonly SessionRow[] = [],
): Promise<(string | null)[]> {
  const streams = await streamsById(
    context,
    rows.map((row) => row.stream_id),
  );
  const found = Map.groupBy(read, (session) => session.stream_id);
  const ids: (string | null)[] = [];
  for (const row of rows) {
    const stream = streams.get(row.stream_id);
    if (stream?.kind !== "windowed") {
      ids.push(stream?.kind === "named" ? stream.name : null);
      continue;
    }
    const known = found.get(row.stream_id) ?? [];
    let session = known.find((one) => holds(one, row));
    if (!session) {
      session = await sessionAt(context, placeOfCall(row));
      if (session) found.set(row.stream_id, [...known, session]);
    }
    ids.push(session ? sessionIdOf(session, stream) : null);
  }
  return ids;
}

/** Whether a call stands within a session of its stream. */
const holds = (session: SessionRow, { time, hash }: CallRow): boolean =>
  (session.first_time - time || Buffer.compare(session.first_hash, hash)) <= 0 &&
  (session.last_time - time || Buffer.compare(session.last_hash, hash)) >= 0;

/** The session that a signal which is no call is shown with; null where none is near. */
export async function sessionOfSignal(
  context: StoreContext,
  tenant: CodingTenant,
  { stream_id: streamId, time }: SignalRow,
): Promise<string | null> {
  const stream = (await streamsById(context, [streamId])).get(streamId);
  if (stream === undefined) return null;
  if (stream.kind === "named") return stream.name;
  const sessions = context.db
    .selectFrom("coding_sessions")
    .selectAll()
    .where("organization_id", "=", context.organizationId)
    .where("stream_id", "=", streamId)
    .limit(1);
  const neighbours = [
    await sessions.where("first_time", "<=", time).orderBy("first_time", "desc").executeTakeFirst(),
    await sessions.where("first_time", ">", time).orderBy("first_time").executeTakeFirst(),
  ];
  for (const session of neighbours) {
    if (!session) continue;
    const { from, to } = await signalSpanOf(context, tenant, session, stream);
    if (from <= time && time < to) return sessionIdOf(session, stream);
  }
  return null;
}
