import { Kysely, SqliteDialect } from "kysely";
import { RecentMap } from "../../recent-map.ts";
import type { Schema } from "../../schema.ts";
import type { Connection } from "./open.ts";

const mostStatements = 200;

/**
 * Typed queries over a connection; transactions are the caller's. Statements are kept by their text: one
 * prepared anew for each call would hold its memory until a major collection.
 */
export function kyselyOver(database: Connection): Kysely<Schema> {
  const statements = new RecentMap<string, ReturnType<Connection["prepare"]>>(mostStatements);
  const prepare = (text: string) => statements.getOrFind(text, () => database.prepare(text))!;
  return new Kysely<Schema>({
    dialect: new SqliteDialect({ database: { prepare, close: () => database.close() } }),
  });
}
