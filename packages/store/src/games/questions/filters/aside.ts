import { sql, type RawBuilder } from "kysely";

/**
 * A column to filter by in a form that no index answers. An engine without statistics takes the tenant
 * that every index begins with for rare, and reads all of it to find a handful of rows by their ids.
 */
export const aside = <Value extends number | string = number>(column: string): RawBuilder<Value> =>
  sql<Value>`coalesce(${sql.ref(column)}, ${sql.ref(column)})`;
