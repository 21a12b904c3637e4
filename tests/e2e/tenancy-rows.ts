import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dataFolder } from "../../apps/server/src/data-folder.ts";
import { type StoredRows, withRows } from "../stored-rows.ts";

/** Tables whose rows belong to no organization. */
const shared = new Set(["settings", "counters", "file_removals", "migrations"]);

const ofProjects = "select id from projects where organization_id = @id";
const owners: readonly [column: string, condition: string][] = [
  ["organization_id", "organization_id = @id"],
  ["project_id", `project_id in (${ofProjects})`],
  ["team_id", "team_id in (select id from teams where organization_id = @id)"],
  ["token_id", "token_id in (select id from game_tokens where organization_id = @id)"],
  ["report_id", `report_id in (select id from play_reports where project_id in (${ofProjects}))`],
];

/** Everything an organization has in the data folder: its rows by table, as text, and its files. */
export function rowsOfOrganization(folder: string, name: string): Record<string, string[]> {
  return withRows(folder, (rows) => {
    const id = rows.count("select id from organizations where name = ?", name);
    const tables = tablesOf(rows).filter(({ table }) => !shared.has(table));
    return Object.fromEntries([
      ...tables.map(({ table, columns }) => [table, textsOf(rows, table, conditionOf(table, columns), id)]),
      ["files", filesOf(rows, folder, id)],
    ]) as Record<string, string[]>;
  });
}

/** Every row that lies in an environment, by table. */
export function rowsOfEnvironment(folder: string, publicId: string): Record<string, string[]> {
  return withRows(folder, (rows) => {
    const id = rows.count("select id from environments where public_id = ?", publicId);
    const tables = tablesOf(rows).filter(({ columns }) => columns.includes("environment_id"));
    return Object.fromEntries(
      tables.map(({ table }) => [table, textsOf(rows, table, "environment_id = @id", id)]),
    );
  });
}

/** Every row of test data that an organization has, by table. */
export function testRowsOf(folder: string, name: string): Record<string, string[]> {
  const marks = { test: "test = 1", mode: "mode = 'test'" };
  return withRows(folder, (rows) => {
    const id = rows.count("select id from organizations where name = ?", name);
    const tables = tablesOf(rows).flatMap(({ table, columns }) =>
      Object.entries(marks).flatMap(([column, mark]) => (columns.includes(column) ? [{ table, mark }] : [])),
    );
    return Object.fromEntries(
      tables.map(({ table, mark }) => [table, textsOf(rows, table, `organization_id = @id and ${mark}`, id)]),
    );
  });
}

function tablesOf(rows: StoredRows): { table: string; columns: string[] }[] {
  const tables = rows.all("select name from sqlite_master where type = 'table' and name not like 'sqlite%'");
  return tables.map(({ name }) => ({
    table: String(name),
    columns: rows.all("select name from pragma_table_info(?)", name).map((column) => String(column["name"])),
  }));
}

function conditionOf(table: string, columns: readonly string[]): string {
  if (table === "organizations") return "id = @id";
  const condition = owners.find(([column]) => columns.includes(column))?.[1];
  if (condition !== undefined) return condition;
  throw new Error(
    `Nobody has said whose the rows of ${table} are: give it a tenant's column, or name it in tenancy-rows.ts.`,
  );
}

const textsOf = (rows: StoredRows, table: string, condition: string, id: number): string[] =>
  rows
    .all(`select * from ${table} where ${condition}`, { id })
    .map((row) => JSON.stringify(row))
    .toSorted();

function filesOf(rows: StoredRows, folder: string, id: number): string[] {
  const { files } = dataFolder(folder);
  return rows
    .all(
      `select storage_key as file from play_uploads where arrived_at is not null and project_id in (${ofProjects})`,
      { id },
    )
    .map(({ file }) => {
      const bytes = readFileSync(join(files, String(file)));
      return `${String(file)} ${createHash("sha256").update(bytes).digest("hex")}`;
    });
}
