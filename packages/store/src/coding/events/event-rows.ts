import type { Selectable, SelectQueryBuilder } from "kysely";
import type { StoreContext } from "../../context.ts";
import { aside } from "../../games/questions/filters/aside.ts";
import type { Schema } from "../../schema.ts";
import type { CodingCallsTable } from "../coding-schema.ts";
import type { CodingSelection } from "../reading/coding-selection.ts";
import { compareRow, type ReadingOrder, type ReadingPlace } from "../reading/reading-place.ts";
import type { SessionRow } from "../sessions/session-rows.ts";

export type CallRow = Selectable<CodingCallsTable>;
export type CallQuery = SelectQueryBuilder<Schema, "coding_calls", object>;

export interface EventSelection extends CodingSelection {
  /** Whether only calls that failed are meant. */
  readonly isErrorOnly: boolean;
}

/** In the order of every stream. */
export const callPlace = ["time", "hash", "stream_id"] as const;

export const placeOfCall = (row: CallRow): ReadingPlace => ({
  time: row.time,
  hash: row.hash,
  streamId: row.stream_id,
});

/** Calls of streams within a range, both of which an index finds, that pass a selection. */
export const callsWithin = (
  context: StoreContext,
  selection: EventSelection,
  streams: SelectQueryBuilder<Schema, "coding_usage", { stream_id: number }>,
  { from, to }: { readonly from: number; readonly to: number },
): CallQuery =>
  passing(
    selection,
    context.db
      .selectFrom("coding_calls")
      .where("organization_id", "=", context.organizationId)
      .where("stream_id", "in", streams)
      .where("time", ">=", from)
      .where("time", "<", to),
  );

/** The calls of a session. */
export const callsOfSession = ({ db, organizationId }: StoreContext, session: SessionRow): CallQuery =>
  db
    .selectFrom("coding_calls")
    .where("organization_id", "=", organizationId)
    .where("stream_id", "=", session.stream_id)
    .where(compareRow(["time", "hash"], ">=", [session.first_time, session.first_hash]))
    .where(compareRow(["time", "hash"], "<=", [session.last_time, session.last_hash]));

/** Those of the calls that pass a selection's filters; its range is not looked at. */
export function passing(
  { user, project, adapter, model, isErrorOnly }: EventSelection,
  calls: CallQuery,
): CallQuery {
  let query = calls;
  if (model !== undefined) query = query.where("model_id", "=", model.id);
  if (isErrorOnly) query = query.where("error_id", "is not", null);
  if ((user ?? project ?? adapter) === undefined) return query;
  return query.where((eb) =>
    eb.exists(
      eb
        .selectFrom("coding_streams as subject")
        .whereRef("subject.id", "=", aside("coding_calls.subject_id"))
        .$if(user !== undefined, (subjects) => subjects.where("subject.user_id", "=", user!.text))
        .$if(project !== undefined, (subjects) => subjects.where("subject.project_id", "=", project!.text))
        .$if(adapter !== undefined, (subjects) => subjects.where("subject.adapter", "=", adapter!.text))
        .select("subject.id"),
    ),
  );
}

export const readCalls = async (calls: CallQuery, order: ReadingOrder, limit: number): Promise<CallRow[]> =>
  await callPlace
    .reduce((query, column) => query.orderBy(column, order), calls)
    .selectAll()
    .limit(limit)
    .execute();
