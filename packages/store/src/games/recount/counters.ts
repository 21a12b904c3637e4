import type { Check } from "./check.ts";

/** A count kept in a row, and the query that counts the same anew. */
interface Counter {
  readonly table: string;
  readonly column: string;
  readonly counted: string;
}

const ofSession = (rows: string): string =>
  `select count(*) from ${rows} where ${rows}.session_id = play_sessions.id`;

export const counters: readonly Counter[] = [
  { table: "play_sessions", column: "event_count", counted: ofSession("play_events") },
  { table: "play_sessions", column: "report_count", counted: ofSession("play_reports") },
  { table: "play_sessions", column: "upload_count", counted: ofSession("play_uploads") },
  {
    table: "play_reports",
    column: "occurrences",
    counted: "select 1 + count(*) from play_reports as duplicate where duplicate.root_id = play_reports.id",
  },
];

export const counterCheck = ({ table, column, counted }: Counter): Check => ({
  check: `${table}.${column}`,
  sql: `
    select id, stored, counted
    from (select id, ${column} as stored, (${counted}) as counted from ${table}) as compared
    where stored <> counted`,
});

export const counterRepair = ({ table, column, counted }: Counter): string =>
  `update ${table} set ${column} = (${counted}) where ${column} <> (${counted})`;
