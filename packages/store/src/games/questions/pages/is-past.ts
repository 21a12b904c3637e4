import { sql, type RawBuilder, type SqlBool } from "kysely";

/**
 * Whether a row comes after a position in a list ordered by a time and a row id: as one comparison of
 * tuples, which an index answers.
 */
export function isPast(
  timeColumn: string,
  order: "asc" | "desc",
  [at, id]: readonly [number, number],
): RawBuilder<SqlBool> {
  const row = sql`(${sql.ref(timeColumn)}, ${sql.ref("id")})`;
  return order === "asc" ? sql<SqlBool>`${row} > (${at}, ${id})` : sql<SqlBool>`${row} < (${at}, ${id})`;
}
