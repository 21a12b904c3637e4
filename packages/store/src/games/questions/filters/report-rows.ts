import { sql, type SelectQueryBuilder } from "kysely";
import type { StoreContext } from "../../../context.ts";
import type { Schema } from "../../../schema.ts";
import { aside } from "./aside.ts";
import { searched } from "./report-search.ts";
import type { ReportSelection } from "./select-reports.ts";
import type { TimeRange } from "./time-range.ts";

export type ReportQuery = SelectQueryBuilder<Schema, "play_reports", object>;
type FilterColumn = "session_id" | "build_id" | "severity" | "status" | "environment_id";

/** The reports of a selection that were received within `range`. */
export function reportRows(
  { db }: Pick<StoreContext, "db">,
  selection: ReportSelection,
  { from, to }: TimeRange,
): ReportQuery {
  const { projectId, version, platform, channel, search } = selection;
  // One report, or those of a rare word, are found first and are then of the project or not.
  const isFound = search !== undefined && ("row" in search || search.rare !== undefined);
  let query: ReportQuery = db
    .selectFrom("play_reports")
    .where(isFound ? aside("project_id") : "project_id", "=", projectId);
  // Only the likely rarest is offered to an index: see `session-rows.ts`.
  const filters: [FilterColumn, number | string | undefined][] = [
    ["session_id", selection.sessionId],
    ["build_id", selection.buildId],
    ["severity", selection.severity],
    ["status", selection.status],
    ["environment_id", selection.environmentId],
  ];
  let isDriven = search !== undefined;
  for (const [column, value] of filters) {
    if (value === undefined) continue;
    query = query.where(
      isDriven ? aside<number | string>(column) : sql.ref<number | string>(column),
      "=",
      value,
    );
    isDriven = true;
  }
  if (version !== undefined) query = query.where("version", "=", version);
  if (platform !== undefined) query = query.where("platform", "=", platform);
  if (channel !== undefined) query = query.where("channel", "=", channel);
  if (from !== undefined) query = query.where("created_at", ">=", from);
  if (to !== undefined) query = query.where("created_at", "<", to);
  query = exported(query, selection);
  return search === undefined ? query : searched({ db }, query, projectId, search);
}

function exported(query: ReportQuery, { exportStatus, provider }: ReportSelection): ReportQuery {
  if (exportStatus === undefined && provider === undefined) return query;
  return query.where((eb) => {
    let exports = eb
      .selectFrom("play_exports")
      .select("play_exports.report_id")
      .whereRef("play_exports.report_id", "=", "play_reports.id");
    if (provider !== undefined) exports = exports.where("provider", "=", provider);
    if (exportStatus === "none") return eb.not(eb.exists(exports));
    if (exportStatus !== undefined) exports = exports.where("play_exports.status", "=", exportStatus);
    return eb.exists(exports);
  });
}
