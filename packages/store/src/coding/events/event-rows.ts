import type { Selectable, SelectQueryBuilder } from "kysely";
import type { StoreContext } from "../../context.ts";
import { aside } from "../../games/questions/filters/aside.ts";
import type { Schema } from "../../schema.ts";
import type { CodingCallsTable } from "../coding-schema.ts";
import { type CodingSelection, isOfSome } from "../reading/coding-selection.ts";
import type { ReadingOrder, ReadingPlace } from "../reading/reading-place.ts";

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
export function callsWithin(
  { db, organizationId }: StoreContext,
  selection: EventSelection,
  streams: SelectQueryBuilder<Schema, "coding_usage", { stream_id: number }> | readonly number[],
  { from, to }: { readonly from: number; readonly to: number },
): CallQuery {
  const { user, project, adapter, model, isErrorOnly } = selection;
  return db
    .selectFrom("coding_calls")
    .where("organization_id", "=", organizationId)
    .where(({ eb }) => eb("stream_id", "in", streams))
    .where("time", ">=", from)
    .where("time", "<", to)
    .$if(model !== undefined, (query) => query.where("model_id", "=", model!.id))
    .$if(isErrorOnly, (query) => query.where("error_id", "is not", null))
    .$if(isOfSome(selection), (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom("coding_streams as subject")
            .whereRef("subject.id", "=", aside("coding_calls.subject_id"))
            .$if(user !== undefined, (subjects) => subjects.where("subject.user_id", "=", user!.text))
            .$if(project !== undefined, (subjects) =>
              subjects.where("subject.project_id", "=", project!.text),
            )
            .$if(adapter !== undefined, (subjects) => subjects.where("subject.adapter", "=", adapter!.text))
            .select("subject.id"),
        ),
      ),
    );
}

export const readCalls = async (calls: CallQuery, order: ReadingOrder, limit: number): Promise<CallRow[]> =>
  await callPlace
    .reduce((query, column) => query.orderBy(column, order), calls)
    .selectAll()
    .limit(limit)
    .execute();
