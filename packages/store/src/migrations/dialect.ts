/** What column types and table options are called on the engine a migration runs on. */
export interface DialectWords {
  /** A small table's own integer key, handed out by the engine. */
  readonly serial: string;
  readonly integer: string;
  readonly bytes: string;
  /** Ends a table that is stored in the order of its primary key, where the engine can. */
  readonly clustered: string;
  /** The statements that make `statement` run after each `event` of a row of `table`, with `new` and `old`. */
  readonly trigger: (
    name: string,
    event: "insert" | "update" | "delete",
    table: string,
    statement: string,
  ) => string[];
}

export const sqliteWords: DialectWords = {
  serial: "integer primary key autoincrement",
  integer: "integer",
  bytes: "blob",
  clustered: "without rowid",
  trigger: (name, event, table, statement) => [
    `create trigger ${name} after ${event} on ${table} begin ${statement}; end`,
  ],
};
