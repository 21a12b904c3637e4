import type { Selectable, SelectQueryBuilder } from "kysely";
import type { StoreContext } from "../../context.ts";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";
import type { Schema } from "../../schema.ts";
import type { CodingSessionsTable } from "../coding-schema.ts";
import { type CodingSelection, selectorsOf } from "../reading/coding-selection.ts";
import { testOf } from "../reading/coding-tenant.ts";
import type { ReadingOrder, ReadingPlace } from "../reading/reading-place.ts";

export type SessionRow = Selectable<CodingSessionsTable>;
export type SessionQuery = SelectQueryBuilder<Schema, "coding_sessions", object>;

/** In the order of every index that lists sessions. */
export const sessionPlace = ["first_time", "first_hash", "stream_id"] as const;

export const placeOfSession = (row: Pick<SessionRow, (typeof sessionPlace)[number]>): ReadingPlace => ({
  time: row.first_time,
  hash: row.first_hash,
  streamId: row.stream_id,
});

/** The sessions that started within a range and pass a selection's first filter: what one index holds, in order. */
export function indexedSessions(
  context: StoreContext,
  selection: CodingSelection,
  { from, to }: TimeRange,
): SessionQuery {
  const [first] = selectorsOf(selection);
  return context.db
    .selectFrom("coding_sessions")
    .where("coding_sessions.organization_id", "=", context.organizationId)
    .where("coding_sessions.test", "=", testOf(context))
    .$if(first !== undefined, (query) =>
      query.where(`coding_sessions.${first!}_id`, "=", selection[first!]!.id),
    )
    .$if(from !== undefined, (query) => query.where("coding_sessions.first_time", ">=", from!))
    .$if(to !== undefined, (query) => query.where("coding_sessions.first_time", "<", to!));
}

/**
 * Those of them that pass the other filters too. Each is looked up in the filter's own index, next to where the
 * one before was found; the rows themselves lie far apart.
 */
export const passing = (
  context: StoreContext,
  selection: CodingSelection,
  sessions: SessionQuery,
): SessionQuery =>
  selectorsOf(selection)
    .slice(1)
    .reduce(
      (query, selector) =>
        query.where((eb) =>
          eb.exists(
            eb
              .selectFrom("coding_sessions as same")
              .where("same.organization_id", "=", context.organizationId)
              .where("same.test", "=", testOf(context))
              .where(`same.${selector}_id`, "=", selection[selector]!.id)
              .whereRef("same.first_time", "=", "coding_sessions.first_time")
              .whereRef("same.first_hash", "=", "coding_sessions.first_hash")
              .whereRef("same.stream_id", "=", "coding_sessions.stream_id")
              .select("same.stream_id"),
          ),
        ),
      sessions,
    );

/** Sessions in order, by their places alone. */
export const placesInOrder = (sessions: SessionQuery, order: ReadingOrder) =>
  sessionPlace.reduce(
    (query, column) => query.orderBy(`coding_sessions.${column}`, order),
    sessions.select(sessionPlace.map((column) => `coding_sessions.${column}` as const)),
  );

/** The first rows of sessions in order: places are found in indexes, and only what is answered is read. */
export async function readSessions(
  { db, organizationId }: StoreContext,
  sessions: SessionQuery,
  order: ReadingOrder,
  limit: number,
): Promise<SessionRow[]> {
  return await db
    .selectFrom(placesInOrder(sessions, order).limit(limit).as("place"))
    .innerJoin("coding_sessions as row", (join) =>
      join
        .on("row.organization_id", "=", organizationId)
        .onRef("row.stream_id", "=", "place.stream_id")
        .onRef("row.first_time", "=", "place.first_time")
        .onRef("row.first_hash", "=", "place.first_hash"),
    )
    .selectAll("row")
    .orderBy("place.first_time", order)
    .orderBy("place.first_hash", order)
    .orderBy("place.stream_id", order)
    .execute();
}
