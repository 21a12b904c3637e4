import type { CallPosition } from "@hearth/core/coding/call-position";
import type { StoredStream } from "@hearth/core/coding/place-calls";
import type { PlacedCall } from "@hearth/core/coding/placed-call";
import { FiguresTally } from "@hearth/core/coding/session-figures";
import type { SessionWindow } from "@hearth/core/coding/session-windows";
import type { TimeSpan } from "@hearth/core/coding/touched-spans";
import type { OpenedWindow, Opening } from "@hearth/core/coding/window-openings";
import { RecentMap } from "../../../recent-map.ts";
import type { Connection } from "../open.ts";
import {
  hashBytes,
  sessionColumns,
  type SessionRow,
  type StoredWindow,
  storedWindow,
} from "./session-row.ts";
import type { StreamEnds } from "./stream-ends.ts";
import type { StreamRow } from "./streams.ts";
import type { Terms } from "./terms.ts";

type Range = [
  organization: number,
  stream: number,
  time: number,
  hash: Uint8Array,
  to: number,
  hash: Uint8Array,
];

interface PlacedRow {
  readonly time: number;
  readonly hash: Uint8Array;
  readonly model_id: number;
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cache_read: number;
  readonly cache_write: number;
  readonly reasoning: number;
  readonly cost: number | null;
  readonly failed: number;
}

const range = "organization_id = ? and stream_id = ? and (time, hash) >= (?, ?) and (time, hash) <= (?, ?)";
const placedColumns = `time, hash, model_id, coalesce(tokens_in, 0) as tokens_in,
  coalesce(tokens_out, 0) as tokens_out, cache_read, cache_write_5m + cache_write_1h as cache_write, reasoning,
  cost, error_id is not null as failed`;

/** Reads what placing needs of a stream: its windows, ends and calls as they are before the change. */
export class StreamReader {
  private readonly terms: Terms;
  private readonly ends: StreamEnds;
  private readonly newest = new RecentMap<number, { readonly window: StoredWindow | undefined }>(20_000);
  private readonly select;

  constructor(database: Connection, terms: Terms, ends: StreamEnds) {
    this.terms = terms;
    this.ends = ends;
    this.select = {
      windows: database.prepare<[number, number, number], SessionRow>(
        `select ${sessionColumns} from coding_sessions
          where organization_id = ? and stream_id = ? and first_time <= ? and calls > 0
          order by first_time desc, first_hash desc`,
      ),
      newest: database.prepare<[number, number], SessionRow>(
        `select ${sessionColumns} from coding_sessions where organization_id = ? and stream_id = ? and calls > 0
          order by first_time desc, first_hash desc limit 1`,
      ),
      calls: database.prepare<Range, PlacedRow>(
        `select ${placedColumns} from coding_calls where ${range} order by time, hash`,
      ),
    };
  }

  of(organizationId: number, stream: StreamRow): StoredStream<StoredWindow> {
    return {
      windows: (span) => this.windows(organizationId, stream, span),
      ends: ({ from, to }) => this.ends.between(organizationId, stream.id, from, to),
      open: (opening) => this.open(organizationId, stream, opening),
    };
  }

  /** Every call between two places, both inclusive, in order. */
  calls(organizationId: number, stream: StreamRow, from: CallPosition, to: CallPosition): PlacedCall[] {
    return this.select.calls
      .all(organizationId, stream.id, from.time, hashBytes(from.hash), to.time, hashBytes(to.hash))
      .map((row) => this.placed(row));
  }

  /** What is remembered of a stream may not be so any more. */
  forget(streamId?: number): void {
    if (streamId === undefined) this.newest.clear();
    else this.newest.delete(streamId);
  }

  private windows(organizationId: number, stream: StreamRow, { from, to }: TimeSpan): StoredWindow[] {
    const newest = this.newestOf(organizationId, stream);
    if (!newest || newest.last.time < from) return [];
    if (newest.first.time <= from && newest.first.time <= to) return [newest];
    const rows: SessionRow[] = [];
    for (const row of this.select.windows.iterate(organizationId, stream.id, to)) {
      if (row.last_time < from) break;
      rows.push(row);
    }
    return rows.toReversed().map((row) => storedWindow(this.terms, row));
  }

  /** Most calls come after all others of their stream: these need no query. */
  private newestOf(organizationId: number, { id }: StreamRow): StoredWindow | undefined {
    return this.newest.getOrFind(id, () => {
      const row = this.select.newest.get(organizationId, id);
      return { window: row && storedWindow(this.terms, row) };
    })!.window;
  }

  /** All calls of the window are read: it is rare, and a sum over the rest would read as many rows. */
  private open(
    organizationId: number,
    stream: StreamRow,
    { window, from, to }: Opening<StoredWindow>,
  ): OpenedWindow {
    const { first, last } = window;
    const args = [
      organizationId,
      stream.id,
      first.time,
      hashBytes(first.hash),
      last.time,
      hashBytes(last.hash),
    ];
    const before = new Sum();
    const after = new Sum();
    const calls: PlacedCall[] = [];
    for (const row of this.select.calls.all(...(args as Range))) {
      const call = this.placed(row);
      if (isBefore(call, from)) before.add(call);
      else if (isBefore(to, call)) after.add(call);
      else calls.push(call);
    }
    return { before: before.window, calls, after: after.window };
  }

  private placed(row: PlacedRow): PlacedCall {
    return {
      time: row.time,
      hash: Buffer.from(row.hash).toString("hex"),
      model: this.terms.textOf(row.model_id),
      tokensIn: row.tokens_in,
      tokensOut: row.tokens_out,
      cacheRead: row.cache_read,
      cacheWrite: row.cache_write,
      reasoning: row.reasoning,
      cost: row.cost,
      failed: row.failed === 1,
    };
  }
}

const isBefore = (a: CallPosition, b: CallPosition): boolean =>
  a.time < b.time || (a.time === b.time && a.hash < b.hash);

/** Calls that come in order, added up to one window. */
class Sum {
  private readonly tally = new FiguresTally();
  private first: CallPosition | undefined;
  private last: CallPosition | undefined;

  add(call: PlacedCall): void {
    const { time, hash } = call;
    this.first ??= { time, hash };
    this.last = { time, hash };
    this.tally.addCall(call);
  }

  get window(): SessionWindow | undefined {
    if (!this.first || !this.last) return undefined;
    return { first: this.first, last: this.last, figures: this.tally.figures() };
  }
}
