import type { Check } from "./check.ts";

/** Rows that point to a row which has to be there. */
interface Orphan {
  readonly table: string;
  /** Columns that name the row, the one that points first. */
  readonly columns: readonly string[];
  readonly target: string;
  /** Which rows point at all. */
  readonly where?: string;
  /** Column of the target, its row id unless said. */
  readonly by?: string;
  /** What else the target has to be. */
  readonly and?: string;
}

export const orphans: readonly Orphan[] = [
  { table: "play_sessions", columns: ["build_id", "id"], target: "play_builds" },
  { table: "play_events", columns: ["session_id", "id"], target: "play_sessions" },
  { table: "play_uploads", columns: ["session_id", "id"], target: "play_sessions" },
  { table: "play_reports", columns: ["session_id", "id"], target: "play_sessions" },
  {
    table: "play_reports",
    columns: ["root_id", "id"],
    target: "play_reports",
    and: "target.root_id is null",
  },
  { table: "play_reports", columns: ["regression_of", "id"], target: "play_reports" },
  { table: "play_report_attachments", columns: ["report_id", "position"], target: "play_reports" },
  {
    table: "play_report_attachments",
    columns: ["upload_id", "report_id", "position"],
    target: "play_uploads",
    and: "target.claimed = 1",
  },
  { table: "play_report_events", columns: ["report_id", "position"], target: "play_reports" },
  { table: "play_report_events", columns: ["event_id", "report_id", "position"], target: "play_events" },
  { table: "play_report_words", columns: ["report_id", "word"], target: "play_reports" },
  { table: "play_exports", columns: ["report_id", "provider"], target: "play_reports" },
  {
    table: "play_uploads",
    columns: ["id"],
    target: "play_report_attachments",
    where: "source.claimed = 1",
    by: "upload_id",
  },
  ...(["report", "event", "session"] as const).map((kind) => ({
    table: "play_keys",
    columns: ["row_id", "kind", "project_id"],
    target: `play_${kind}s`,
    where: `source.kind = '${kind}' and source.deleted = 0`,
  })),
];

export const orphanCheck = ({
  table,
  columns,
  target,
  where = "true",
  by = "id",
  and = "true",
}: Orphan): Check => ({
  check: `${table} without ${target}`,
  sql: `
    select ${columns.map((column) => `source.${column}`).join(", ")}, null as stored, null as counted
    from ${table} as source
    where source.${columns[0]} is not null and ${where} and not exists (
      select 1 from ${target} as target where target.${by} = source.${columns[0]} and ${and}
    )`,
});
