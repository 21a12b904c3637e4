import type { Connection } from "../open.ts";
import type { EndChanges } from "./signal-rows.ts";
import type { StreamRow } from "./streams.ts";

/** An end that comes to a stream or goes from it altogether. */
export interface EndChange {
  readonly stream: StreamRow;
  readonly time: number;
  readonly comes: boolean;
}

/** The rows of `coding_ends`. */
export class StreamEnds {
  private readonly select;
  private readonly every;
  private readonly within;
  private readonly put;
  private readonly remove;

  constructor(database: Connection) {
    const place = "organization_id = ? and stream_id = ? and time = ?";
    this.select = database
      .prepare<[number, number, number], number>(`select signals from coding_ends where ${place}`)
      .pluck();
    this.every = database
      .prepare<[number, number], number>(
        "select time from coding_ends where organization_id = ? and stream_id = ? order by time",
      )
      .pluck();
    this.within = database
      .prepare<[number, number, number, number], number>(
        "select time from coding_ends where organization_id = ? and stream_id = ? and time between ? and ?",
      )
      .pluck();
    this.put = database.prepare<[number, number, number, number]>(
      `insert into coding_ends (organization_id, stream_id, time, signals) values (?, ?, ?, ?)
        on conflict do update set signals = excluded.signals`,
    );
    this.remove = database.prepare<[number, number, number]>(`delete from coding_ends where ${place}`);
  }

  /** Those in a stretch of time, both ends inclusive. */
  between(organizationId: number, streamId: number, from: number, to: number): number[] {
    return this.within.all(organizationId, streamId, from, to);
  }

  /** The ends of a stream, oldest first. */
  all(organizationId: number, streamId: number): number[] {
    return this.every.all(organizationId, streamId);
  }

  /** What the changes come to; `write` stores them, once the streams have been placed. */
  settle(organizationId: number, changes: EndChanges): { ends: EndChange[]; write: () => void } {
    const ends: EndChange[] = [];
    const writes: (() => void)[] = [];
    for (const { stream, times } of changes.values()) {
      for (const [time, by] of times) {
        if (by === 0) continue;
        const before = this.select.get(organizationId, stream.id, time) ?? 0;
        const after = before + by;
        if (before > 0 !== after > 0) ends.push({ stream, time, comes: after > 0 });
        writes.push(() => {
          if (after > 0) this.put.run(organizationId, stream.id, time, after);
          else this.remove.run(organizationId, stream.id, time);
        });
      }
    }
    return { ends, write: () => writes.forEach((write) => write()) };
  }
}
