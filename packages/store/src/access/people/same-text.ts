import { type RawBuilder, type SqlBool, sql } from "kysely";

/** Whether a column holds a text, whatever the case of its letters A to Z. */
export const sameText = (column: string, text: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`lower(${sql.ref(column)}) = lower(${text})`;
