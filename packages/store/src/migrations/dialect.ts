/** What column types and table options are called on the engine a migration runs on. */
export interface DialectWords {
  /** A small table's own integer key, handed out by the engine. */
  readonly serial: string;
  readonly integer: string;
  readonly bytes: string;
  /** Ends a table that is stored in the order of its primary key, where the engine can. */
  readonly clustered: string;
}

export const sqliteWords: DialectWords = {
  serial: "integer primary key autoincrement",
  integer: "integer",
  bytes: "blob",
  clustered: "without rowid",
};
