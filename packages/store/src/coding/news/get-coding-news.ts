import type { Question, StoreContext } from "../../context.ts";
import { type CodingEvent, codingEvents } from "../events/coding-event.ts";
import { sessionIdsOf } from "../events/session-ids.ts";
import { streamsById } from "../reading/coding-streams.ts";
import { type CodingTenant, codingTenant } from "../reading/coding-tenant.ts";
import { type CodingSession, codingSessions, sessionIdOf } from "../sessions/coding-session.ts";
import type { SessionRow } from "../sessions/session-rows.ts";
import { findSession } from "../sessions/find-session.ts";
import type { EndNews, NewsPlace } from "./coding-news.ts";
import { callsAt, sessionsAt, sessionsBefore } from "./rows-at.ts";

/** What news is about. */
export interface CodingNewsQuery {
  readonly sessions: readonly NewsPlace[];
  readonly calls: readonly NewsPlace[];
  readonly ends: readonly EndNews[];
  /** Public ids of sessions that are gone. */
  readonly removed: readonly string[];
}

/** It as the API shows it, in the order asked; null for what is not there any more, of which there will be news. */
export interface CodingNewsAnswer {
  readonly sessions: readonly (CodingSession | null)[];
  readonly events: readonly (CodingEvent | null)[];
  /** Further sessions that ends may have ended. */
  readonly ended: readonly CodingSession[];
  /** Public ids of the sessions that hold the calls of removed ones now; null where they are gone, too. */
  readonly successors: readonly (string | null)[];
}

/** What the live feed tells of. */
export const getCodingNews: Question<CodingNewsQuery, CodingNewsAnswer> = async (
  context,
  { sessions: places, calls, ends, removed },
) => {
  const tenant = await codingTenant(context);
  const sessionRows = await sessionsAt(context, places);
  const shown = new Set(places.map(({ streamId, time, hash }) => `${streamId} ${time} ${hash}`));
  const endedRows = (await sessionsBefore(context, ends)).filter(
    (row) => !shown.has(`${row.stream_id} ${row.first_time} ${Buffer.from(row.first_hash).toString("hex")}`),
  );
  return {
    sessions: await withGaps(sessionRows, async (rows) => await codingSessions(context, tenant, rows)),
    events: await eventsAt(context, tenant, calls, [...sessionRows, ...endedRows]),
    ended: await codingSessions(context, tenant, endedRows),
    successors: await successorsOf(context, tenant, removed),
  };
};

async function eventsAt(
  context: StoreContext,
  tenant: CodingTenant,
  places: readonly NewsPlace[],
  sessions: readonly (SessionRow | undefined)[],
): Promise<(CodingEvent | null)[]> {
  // Only the streams know the mode.
  const streams = await streamsById(
    context,
    places.map(({ streamId }) => streamId),
  );
  const rows = await callsAt(context, places);
  const own = rows.map((row) => (row && streams.has(row.stream_id) ? row : undefined));
  return await withGaps(own, async (calls) => {
    const read = sessions.filter((session) => session !== undefined);
    const ids = await sessionIdsOf(context, calls, read);
    return await codingEvents(context, tenant, calls, (at) => ids[at]!);
  });
}

async function successorsOf(
  context: StoreContext,
  tenant: CodingTenant,
  removed: readonly string[],
): Promise<(string | null)[]> {
  const successors: (string | null)[] = [];
  for (const id of removed) {
    const found = await findSession(context, tenant, id);
    const successor = found && sessionIdOf(found.session, found.stream);
    successors.push(successor === undefined || successor === id ? null : successor);
  }
  return successors;
}

/** Shows the rows that are there, leaving null where there is none. */
async function withGaps<Row, Shown>(
  rows: readonly (Row | undefined)[],
  show: (rows: readonly Row[]) => Promise<readonly Shown[]>,
): Promise<(Shown | null)[]> {
  const there = rows.filter((row) => row !== undefined);
  const shown = await show(there);
  let next = 0;
  return rows.map((row) => (row === undefined ? null : shown[next++]!));
}
