import type { Selectable, SelectQueryBuilder } from "kysely";
import type { StoreContext } from "../../context.ts";
import { aside } from "../../games/questions/filters/aside.ts";
import type { TimeRange } from "../../games/questions/filters/time-range.ts";
import type { Schema } from "../../schema.ts";
import type { CodingSessionsTable } from "../coding-schema.ts";
import { type CodingSelection, type Selector, selectorsOf } from "../reading/coding-selection.ts";
import { testOf } from "../reading/coding-tenant.ts";
import type { ReadingPlace } from "../reading/reading-place.ts";

export type SessionRow = Selectable<CodingSessionsTable>;
export type SessionQuery = SelectQueryBuilder<Schema, "coding_sessions", object>;

/** In the order of every index that lists sessions. */
export const sessionPlace = ["first_time", "first_hash", "stream_id"] as const;

export const placeOfSession = (row: SessionRow): ReadingPlace => ({
  time: row.first_time,
  hash: row.first_hash,
  streamId: row.stream_id,
});

/** The sessions that started within a range, to be read by the index of one filter; `rest` are all others. */
export function sessionsByIndex(
  context: StoreContext,
  selection: CodingSelection,
  { from, to }: TimeRange,
): { readonly inIndex: SessionQuery; readonly rest: readonly Selector[] } {
  const [first, ...rest] = selectorsOf(selection);
  let inIndex: SessionQuery = context.db
    .selectFrom("coding_sessions")
    .where("organization_id", "=", context.organizationId)
    .where("test", "=", testOf(context));
  if (first !== undefined) inIndex = inIndex.where(`${first}_id`, "=", selection[first]!.id);
  if (from !== undefined) inIndex = inIndex.where("first_time", ">=", from);
  if (to !== undefined) inIndex = inIndex.where("first_time", "<", to);
  return { inIndex, rest };
}

/** Sessions filtered by columns that no index is to be chosen for. */
export const filtered = (
  sessions: SessionQuery,
  selection: CodingSelection,
  rest: readonly Selector[],
): SessionQuery =>
  rest.reduce((query, each) => query.where(aside(`${each}_id`), "=", selection[each]!.id), sessions);
