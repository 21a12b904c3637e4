import type { SelectQueryBuilder } from "kysely";
import type { StoreContext } from "../../../context.ts";
import type { Schema } from "../../../schema.ts";
import type { SessionSelection } from "../filters/select-sessions.ts";
import type { Hours } from "./hour-range.ts";

/** The hourly counts of a selection; its player and status are not in them. */
export function sessionHours(
  { db }: StoreContext,
  { projectId, environmentIds, builds, channel }: SessionSelection,
  { from, to }: Hours,
): SelectQueryBuilder<Schema, "play_session_hours", object> {
  return db
    .selectFrom("play_session_hours")
    .where("project_id", "=", projectId)
    .where("environment_id", "in", environmentIds)
    .$if(from !== undefined, (query) => query.where("hour", ">=", from!))
    .$if(to !== undefined, (query) => query.where("hour", "<", to!))
    .$if(builds !== undefined, (query) => query.where("build_id", "in", builds!.among))
    .$if(channel !== undefined, (query) => query.where("channel", "=", channel!));
}
