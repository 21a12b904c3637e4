import type { SelectQueryBuilder } from "kysely";
import type { StoreContext } from "../../../context.ts";
import type { ReportStatus, Schema, Severity } from "../../../schema.ts";
import type { ReportSelection } from "./select-reports.ts";
import type { TimeRange } from "./time-range.ts";

export type ReportQuery = SelectQueryBuilder<Schema, "play_reports", object>;
type FilterColumn = "session_id" | "build_id" | "severity" | "status" | "environment_id";

/** Sorts after every word that begins with what stands before it. */
const lastCharacter = "\u{10ffff}";

/** The reports of a selection that were received within `range`. */
export function reportRows(
  { db }: Pick<StoreContext, "db">,
  selection: ReportSelection,
  { from, to }: TimeRange,
): ReportQuery {
  const { projectId, version, platform, channel } = selection;
  let query: ReportQuery = db.selectFrom("play_reports").where("project_id", "=", projectId);
  const columns: Record<FilterColumn, number | Severity | ReportStatus | undefined> = {
    session_id: selection.sessionId,
    build_id: selection.buildId,
    severity: selection.severity,
    status: selection.status,
    environment_id: selection.environmentId,
  };
  // Only the likely rarest is offered to an index: see `session-rows.ts`.
  let isDriven = selection.search !== undefined;
  for (const [name, value] of Object.entries(columns)) {
    if (value === undefined) continue;
    const column = name as FilterColumn;
    const plain = !isDriven;
    query = query.where((eb) => eb(plain ? eb.ref(column) : eb.fn.coalesce(column, column), "=", value));
    isDriven = true;
  }
  if (version !== undefined) query = query.where("version", "=", version);
  if (platform !== undefined) query = query.where("platform", "=", platform);
  if (channel !== undefined) query = query.where("channel", "=", channel);
  if (from !== undefined) query = query.where("created_at", ">=", from);
  if (to !== undefined) query = query.where("created_at", "<", to);
  return found(exported(query, selection), selection);
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

function found(query: ReportQuery, { projectId, search }: ReportSelection): ReportQuery {
  if (search === undefined) return query;
  if ("row" in search) return query.where("id", "=", search.row);
  if (search.words.length === 0) return query.where((eb) => eb.lit(false));
  for (const word of search.words) {
    query = query.where("id", "in", (eb) =>
      eb
        .selectFrom("play_report_words")
        .select("report_id")
        .where("project_id", "=", projectId)
        .where("word", ">=", word)
        .where("word", "<", word + lastCharacter),
    );
  }
  return query;
}
