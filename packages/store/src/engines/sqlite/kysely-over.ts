import { Kysely, SqliteDialect } from "kysely";
import type { Schema } from "../../schema.ts";
import type { Connection } from "./open.ts";

/** Typed queries over a connection; transactions are the caller's. */
export const kyselyOver = (database: Connection): Kysely<Schema> =>
  new Kysely<Schema>({ dialect: new SqliteDialect({ database }) });
