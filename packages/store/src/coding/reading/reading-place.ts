import { type RawBuilder, sql, type SqlBool } from "kysely";
import type { Cursor } from "../../cursor.ts";

/** Where something stands in a list by time: no two things of a tenant stand at one place. */
export interface ReadingPlace {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly hash: Uint8Array;
  readonly streamId: number;
}

export type ReadingOrder = "asc" | "desc";

/** A page to read. */
export interface ListReading {
  readonly order: ReadingOrder;
  /** Where the page before ended; undefined on the first. */
  readonly after: ReadingPlace | undefined;
  /** Rows to read at most. */
  readonly limit: number;
}

export const positionOf = ({ time, hash, streamId }: ReadingPlace): Cursor["position"] => [
  time,
  Buffer.from(hash).toString("hex"),
  streamId,
];

/** The place that a cursor, made by `positionOf`, goes on from. */
export const placeOf = (position: Cursor["position"] | undefined): ReadingPlace | undefined =>
  position && {
    time: Number(position[0]),
    hash: Buffer.from(String(position[1]), "hex"),
    streamId: Number(position[2]),
  };

/** Compares columns, in the order of an index, with values: one comparison of tuples, which the index answers. */
export function compareRow(
  columns: readonly string[],
  operator: "<" | "<=" | ">" | ">=",
  values: readonly (number | Uint8Array)[],
): RawBuilder<SqlBool> {
  const row = sql.join(columns.map((column) => sql.ref(column)));
  return sql<SqlBool>`(${row}) ${sql.raw(operator)} (${sql.join(values)})`;
}

/** Whether a row comes after a place in the order of reading. */
export const isBeyond = (
  columns: readonly [time: string, hash: string, stream: string],
  order: ReadingOrder,
  { time, hash, streamId }: ReadingPlace,
): RawBuilder<SqlBool> => compareRow(columns, order === "asc" ? ">" : "<", [time, hash, streamId]);
