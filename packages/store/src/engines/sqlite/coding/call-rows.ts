import type { CallPosition } from "@hearth/core/coding/call-position";
import type { Connection } from "../open.ts";
import { BlockInsert } from "./block-insert.ts";
import { type CallRow, callColumns, type CallValues, type StoredCall, storedCall } from "./call-row.ts";
import { hashBytes } from "./session-row.ts";
import type { Streams } from "./streams.ts";
import type { Terms } from "./terms.ts";

/** The rows of `coding_calls`. */
export class CallRows {
  private readonly terms: Terms;
  private readonly streams: Streams;
  private readonly select;
  private readonly insertion: BlockInsert;
  private readonly write;

  constructor(database: Connection, terms: Terms, streams: Streams) {
    this.terms = terms;
    this.streams = streams;
    const at = "organization_id = ? and stream_id = ? and time = ? and hash = ?";
    this.select = {
      at: database.prepare<[number, number, number, Uint8Array], CallRow>(
        `select ${callColumns} from coding_calls where ${at}`,
      ),
      range: database.prepare<[number, number, number, Uint8Array, number, Uint8Array], CallRow>(
        `select ${callColumns} from coding_calls where organization_id = ? and stream_id = ?
          and (time, hash) >= (?, ?) and (time, hash) <= (?, ?) order by time, hash`,
      ),
    };
    this.insertion = new BlockInsert(database, "coding_calls", `organization_id, ${callColumns}`, ["hash"]);
    this.write = {
      remove: database.prepare<[number, number, number, Uint8Array]>(`delete from coding_calls where ${at}`),
    };
  }

  at(organizationId: number, streamId: number, { time, hash }: CallPosition): StoredCall | undefined {
    const row = this.select.at.get(organizationId, streamId, time, hashBytes(hash));
    return row && storedCall(this.terms, this.streams, row);
  }

  /** Calls of a stream between two places, both inclusive, in order. */
  between(organizationId: number, streamId: number, from: CallPosition, to: CallPosition): StoredCall[] {
    return this.select.range
      .all(organizationId, streamId, from.time, hashBytes(from.hash), to.time, hashBytes(to.hash))
      .map((row) => storedCall(this.terms, this.streams, row));
  }

  /** @param rows organization and columns (`callValues`) */
  insert(rows: readonly CallValues[]): void {
    this.insertion.run(rows);
  }

  remove(organizationId: number, { stream, placed }: StoredCall): void {
    this.write.remove.run(organizationId, stream.id, placed.time, hashBytes(placed.hash));
  }
}

/** Before and after every place there can be. */
export const everyCall: readonly [CallPosition, CallPosition] = [
  { time: Number.MIN_SAFE_INTEGER, hash: "" },
  { time: Number.MAX_SAFE_INTEGER, hash: "ff".repeat(9) },
];
