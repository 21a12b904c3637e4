import type { SelectQueryBuilder } from "kysely";
import type { StoreContext } from "../../../context.ts";
import type { Schema } from "../../../schema.ts";
import type { ReportSelection } from "../filters/select-reports.ts";
import type { Hours } from "./hour-range.ts";

/** The hourly counts of reports in a place; what else a selection filters by is not in them. */
export function reportHours(
  { db }: Pick<StoreContext, "db">,
  { projectId, environmentIds }: Pick<ReportSelection, "projectId" | "environmentIds">,
  { from, to }: Hours,
): SelectQueryBuilder<Schema, "play_report_hours", object> {
  return db
    .selectFrom("play_report_hours")
    .where("project_id", "=", projectId)
    .where("environment_id", "in", environmentIds)
    .$if(from !== undefined, (query) => query.where("hour", ">=", from!))
    .$if(to !== undefined, (query) => query.where("hour", "<", to!));
}
