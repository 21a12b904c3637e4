import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withRows } from "../stored-rows.ts";

/** Everything that a data folder holds as one text: each column of each table, and each file octet by octet. */
export function heldByFolder(folder: string): string {
  return [...tablesOf(folder), ...filesOf(folder)].join("\n");
}

function tablesOf(folder: string): string[] {
  return withRows(folder, (rows) => {
    const tables = rows.all("select name from sqlite_schema where type = 'table'");
    return tables.map(({ name }) => {
      const held = rows.all(`select * from "${name}"`);
      return held.map((row) => Object.values(row).map(textOf).join("\t")).join("\n");
    });
  });
}

const textOf = (value: string | number | null | Uint8Array): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : String(value);

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
