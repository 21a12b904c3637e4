import { join } from "node:path";
import { type IdKind, type PublicIds } from "@hearth/core/identity/public-id";
import { type Connection, openReader } from "@hearth/store/engines/sqlite/open";
import { publicIdsOf } from "@hearth/store/settings";

export type Row = Readonly<Record<string, string | number | null | Uint8Array>>;

/** A look into the database file, beside the server or after it. */
export class StoredRows {
  readonly database: Connection;
  readonly ids: PublicIds;

  /** @param folder data folder */
  constructor(folder: string) {
    this.database = openReader(join(folder, "hearth.db"));
    this.ids = publicIdsOf(this.database);
  }

  all(sql: string, ...values: readonly unknown[]): Row[] {
    return this.database.prepare<unknown[], Row>(sql).all(...values);
  }

  /** @throws Error where there is not exactly one row */
  one(sql: string, ...values: readonly unknown[]): Row {
    const rows = this.all(sql, ...values);
    if (rows.length !== 1) throw new Error(`Expected one row and found ${rows.length}: ${sql}`);
    return rows[0]!;
  }

  /** Of a query that answers one number. */
  count(sql: string, ...values: readonly unknown[]): number {
    return Number(Object.values(this.one(sql, ...values))[0]);
  }

  /** @throws Error where it is no id of that kind */
  rowOf(kind: IdKind, id: string): number {
    const row = this.ids.rowOf(kind, id);
    if (row === undefined) throw new Error(`${id} is no ${kind}.`);
    return row;
  }

  session(id: string): Row {
    return this.one("select * from play_sessions where id = ?", this.rowOf("session", id));
  }

  event(id: string): Row {
    return this.one("select * from play_events where id = ?", this.rowOf("event", id));
  }

  upload(id: string): Row {
    return this.one("select * from play_uploads where id = ?", this.rowOf("upload", id));
  }

  report(id: string): Row {
    return this.one("select * from play_reports where id = ?", this.rowOf("report", id));
  }

  close(): void {
    this.database.close();
  }
}

/** Looks into the database of a data folder and closes it again. */
export function withRows<Result>(folder: string, look: (rows: StoredRows) => Result): Result {
  const rows = new StoredRows(folder);
  try {
    return look(rows);
  } finally {
    rows.close();
  }
}
