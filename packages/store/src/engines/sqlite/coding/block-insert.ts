import type { Connection } from "../open.ts";

export type Value = number | string | Uint8Array | null;

const rowsPerBlock = 8;

/** Inserts rows of one table several at a time: what a statement costs beside its rows is shared. */
export class BlockInsert {
  private readonly block;
  private readonly single;

  /** @param columns names, separated by commas */
  constructor(database: Connection, table: string, columns: string) {
    const row = `(${columns
      .split(",")
      .map(() => "?")
      .join(", ")})`;
    const insert = (rows: number) =>
      database.prepare<[Value[]]>(
        `insert into ${table} (${columns}) values ${Array(rows).fill(row).join(", ")}`,
      );
    this.block = insert(rowsPerBlock);
    this.single = insert(1);
  }

  run(rows: readonly Value[][]): void {
    let at = 0;
    for (; at + rowsPerBlock <= rows.length; at += rowsPerBlock) {
      this.block.run(rows.slice(at, at + rowsPerBlock).flat());
    }
    for (; at < rows.length; at++) this.single.run(rows[at]!);
  }
}
