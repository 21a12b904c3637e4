import type { SelectQueryBuilder } from "kysely";
import type { StoreContext } from "../../../context.ts";
import type { Schema } from "../../../schema.ts";
import type { Hours } from "./hour-range.ts";
import type { RollUpPlace } from "./roll-up-place.ts";

/** The counts to sum for whole hours: those without the hour where the range is open at both ends. */
export const sessionCounts = (
  context: Pick<StoreContext, "db">,
  place: RollUpPlace,
  hours: Hours,
): SelectQueryBuilder<Schema, "play_session_totals", object> =>
  hours.from === undefined && hours.to === undefined
    ? context.db
        .selectFrom("play_session_totals")
        .where("project_id", "=", place.projectId)
        .where("environment_id", "in", place.environmentIds)
    : // Every column of the totals is one of the hours too.
      (sessionHours(context, place, hours) as unknown as SelectQueryBuilder<
        Schema,
        "play_session_totals",
        object
      >);

/** The hourly counts of the sessions that started in a place. */
export function sessionHours(
  { db }: Pick<StoreContext, "db">,
  { projectId, environmentIds }: RollUpPlace,
  { from, to }: Hours,
): SelectQueryBuilder<Schema, "play_session_hours", object> {
  return db
    .selectFrom("play_session_hours")
    .where("project_id", "=", projectId)
    .where("environment_id", "in", environmentIds)
    .$if(from !== undefined, (query) => query.where("hour", ">=", from!))
    .$if(to !== undefined, (query) => query.where("hour", "<", to!));
}
