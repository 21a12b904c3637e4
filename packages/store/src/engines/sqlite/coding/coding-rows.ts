import type { Connection } from "../open.ts";
import { CallRows } from "./call-rows.ts";
import { KeyIndex } from "./key-index.ts";
import { SessionRows } from "./session-rows.ts";
import { SignalRows } from "./signal-rows.ts";
import { StreamEnds } from "./stream-ends.ts";
import { StreamReader } from "./stored-stream.ts";
import { Streams } from "./streams.ts";
import { Terms } from "./terms.ts";
import { ToolSessions } from "./tool-sessions.ts";

/** The tables of the coding side over one connection. */
export class CodingRows {
  readonly terms: Terms;
  readonly streams: Streams;
  readonly keys: KeyIndex;
  readonly calls: CallRows;
  readonly sessions: SessionRows;
  readonly signals: SignalRows;
  readonly ends: StreamEnds;
  readonly toolSessions: ToolSessions;
  readonly reader: StreamReader;

  /** @param digest SHA-256 in hexadecimal */
  constructor(database: Connection, digest: (text: string) => string) {
    this.terms = new Terms(database);
    this.streams = new Streams(database);
    this.keys = new KeyIndex(database);
    this.calls = new CallRows(database, this.terms, this.streams);
    this.sessions = new SessionRows(database, this.terms);
    this.signals = new SignalRows(database, this.keys, this.streams, digest);
    this.ends = new StreamEnds(database);
    this.toolSessions = new ToolSessions(database);
    this.reader = new StreamReader(database, this.terms, this.ends);
  }

  /** Nothing remembered is trusted any more: it was rolled back, or another process has written. */
  forget(): void {
    this.terms.forget();
    this.streams.forget();
    this.reader.forget();
    this.keys.forget();
  }
}
