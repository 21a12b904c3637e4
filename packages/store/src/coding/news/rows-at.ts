import type { StoreContext } from "../../context.ts";
import { aside } from "../../games/questions/filters/aside.ts";
import type { CallRow } from "../events/event-rows.ts";
import { testOf } from "../reading/coding-tenant.ts";
import type { SessionRow } from "../sessions/session-rows.ts";
import type { EndNews, NewsPlace } from "./coding-news.ts";

/** Places one statement asks for. */
const atOnce = 100;

/** The sessions that begin at places; undefined where none does. */
export async function sessionsAt(
  context: StoreContext,
  places: readonly NewsPlace[],
): Promise<(SessionRow | undefined)[]> {
  const found = new Map<string, SessionRow>();
  for (const some of parts(places)) {
    const rows = await context.db
      .selectFrom("coding_sessions")
      .selectAll()
      .where(aside("test"), "=", testOf(context))
      .where((is) =>
        is.or(
          some.map(({ streamId, time, hash }) =>
            is.and({
              organization_id: context.organizationId,
              stream_id: streamId,
              first_time: time,
              first_hash: Buffer.from(hash, "hex"),
            }),
          ),
        ),
      )
      .execute();
    for (const row of rows) found.set(nameOf(row.stream_id, row.first_time, row.first_hash), row);
  }
  return places.map(({ streamId, time, hash }) => found.get(`${streamId} ${time} ${hash}`));
}

/** The calls that stand at places; undefined where none does. */
export async function callsAt(
  context: StoreContext,
  places: readonly NewsPlace[],
): Promise<(CallRow | undefined)[]> {
  const found = new Map<string, CallRow>();
  for (const some of parts(places)) {
    const rows = await context.db
      .selectFrom("coding_calls")
      .selectAll()
      .where((is) =>
        is.or(
          some.map(({ streamId, time, hash }) =>
            is.and({
              organization_id: context.organizationId,
              stream_id: streamId,
              time,
              hash: Buffer.from(hash, "hex"),
            }),
          ),
        ),
      )
      .execute();
    for (const row of rows) found.set(nameOf(row.stream_id, row.time, row.hash), row);
  }
  return places.map(({ streamId, time, hash }) => found.get(`${streamId} ${time} ${hash}`));
}

/** The sessions that ends may have ended: of each stream, the last that began by then. */
export async function sessionsBefore(context: StoreContext, ends: readonly EndNews[]): Promise<SessionRow[]> {
  const found = new Map<string, SessionRow>();
  for (const { streamId, time } of ends) {
    const row = await context.db
      .selectFrom("coding_sessions")
      .selectAll()
      .where("organization_id", "=", context.organizationId)
      .where("test", "=", testOf(context))
      .where("stream_id", "=", streamId)
      .where("first_time", "<=", time)
      .orderBy("first_time", "desc")
      .orderBy("first_hash", "desc")
      .limit(1)
      .executeTakeFirst();
    if (row) found.set(nameOf(row.stream_id, row.first_time, row.first_hash), row);
  }
  return [...found.values()];
}

function* parts(places: readonly NewsPlace[]): Generator<readonly NewsPlace[]> {
  for (let at = 0; at < places.length; at += atOnce) yield places.slice(at, at + atOnce);
}

const nameOf = (streamId: number, time: number, hash: Uint8Array): string =>
  `${streamId} ${time} ${Buffer.from(hash).toString("hex")}`;
