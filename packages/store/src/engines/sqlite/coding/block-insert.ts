import type { Connection } from "../open.ts";

export type Value = number | string | Uint8Array | null;

const rowsPerBlock = 8;

/** Inserts rows of one table several at a time: what a statement costs beside its rows is shared. */
export class BlockInsert {
  private readonly block;
  private readonly single;
  /** What a block is bound to, used again and again. */
  private readonly bound: Value[] = [];

  /**
   * @param columns names, separated by commas
   * @param hex those of them whose bytes come in hexadecimal: a text costs less to hand over than a buffer
   */
  constructor(database: Connection, table: string, columns: string, hex: readonly string[]) {
    const marks = columns.split(",").map((name) => (hex.includes(name.trim()) ? "unhex(?)" : "?"));
    const row = `(${marks.join(", ")})`;
    const insert = (rows: number) =>
      database.prepare<[Value[]]>(
        `insert into ${table} (${columns}) values ${Array(rows).fill(row).join(", ")}`,
      );
    this.block = insert(rowsPerBlock);
    this.single = insert(1);
  }

  run(rows: readonly Value[][]): void {
    const { bound } = this;
    let at = 0;
    for (; at + rowsPerBlock <= rows.length; at += rowsPerBlock) {
      let next = 0;
      for (let row = at; row < at + rowsPerBlock; row++)
        for (const value of rows[row]!) bound[next++] = value;
      this.block.run(bound);
    }
    for (; at < rows.length; at++) this.single.run(rows[at]!);
  }
}
