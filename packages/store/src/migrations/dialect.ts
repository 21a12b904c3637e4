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
  /** Gives a table another definition and keeps its rows and what refers to them. */
  readonly redefine: (table: string, columns: string, definition: string) => string[];
}

export const sqliteWords: DialectWords = {
  serial: "integer primary key autoincrement",
  integer: "integer",
  bytes: "blob",
  clustered: "without rowid",
  trigger: (name, event, table, statement) => [
    `create trigger ${name} after ${event} on ${table} begin ${statement}; end`,
  ],
  // What refers to a row is checked at the end, when the row is there again.
  redefine: (table, columns, definition) => [
    `pragma defer_foreign_keys = on`,
    `create temp table kept as select ${columns} from ${table}`,
    `drop table ${table}`,
    `create table ${table} (${definition})`,
    `insert into ${table} (${columns}) select ${columns} from kept`,
    `drop table kept`,
  ],
};
