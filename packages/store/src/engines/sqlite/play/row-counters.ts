import type { IdKind } from "@hearth/core/identity/public-id";
import type { Connection } from "../open.ts";

const blockSize = 10_000;

/**
 * Hands out row ids from blocks reserved in the database, in the transaction under way. Ids of a group that
 * was rolled back are never used again: a public id, once given out, can only ever mean one row.
 */
export class RowCounters {
  private readonly blocks = new Map<IdKind, { next: number; end: number }>();
  private readonly read;
  private readonly reserve;

  constructor(database: Connection) {
    this.read = database.prepare<[string], { next: number }>("select next from counters where name = ?");
    this.reserve = database.prepare<[string, number]>(
      "insert into counters (name, next) values (?, ?) on conflict (name) do update set next = excluded.next",
    );
  }

  next(kind: IdKind): number {
    let block = this.blocks.get(kind);
    if (!block) this.blocks.set(kind, (block = { next: 1, end: 1 }));
    if (block.next === block.end) {
      block.next = Math.max(this.read.get(kind)?.next ?? 1, block.next);
      block.end = block.next + blockSize;
      this.reserve.run(kind, block.end);
    }
    return block.next++;
  }

  /** The transaction was rolled back, and with it any reservation: the next id reserves anew. */
  forgetReservations(): void {
    for (const block of this.blocks.values()) block.end = block.next;
  }
}

/** More rows than are ever made between two backups, and little of the 2^44 there are. */
const leap = 1_000_000_000;

/**
 * Passes over the ids that may have been given out since this copy of the database was made: a restored
 * database would otherwise give them to other rows, under the same public ids.
 */
export function leapRowIds(database: Connection): void {
  database.prepare("update counters set next = next + ?").run(leap);
}
