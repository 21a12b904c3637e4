import { signalHash, timeKey } from "@hearth/core/coding/call-identity";
import { isStreamEnd, type Signal } from "@hearth/core/coding/signal";
import { streamOf } from "@hearth/core/coding/stream";
import { metadataOnWire } from "@hearth/core/coding/metadata-on-wire";
import { keyKinds } from "../../../coding/coding-schema.ts";
import type { Connection } from "../open.ts";
import { type CodingScope, identityOf, modeOf } from "./coding-scope.ts";
import type { KeyIndex, KeyPlace } from "./key-index.ts";
import { hashBytes } from "./session-row.ts";
import type { StreamRow, Streams } from "./streams.ts";

/** A signal whose sender is known. */
export interface SentSignal extends Signal {
  readonly user: string;
}

/** A row of `coding_signals`. */
export interface SignalRow {
  readonly stream_id: number;
  readonly time: number;
  readonly hash: Uint8Array;
  readonly subject_id: number;
  readonly type: string;
  readonly signal_key: string;
  readonly facts: string;
}

/** How many signals more or fewer tell of each end of a stream. */
export type EndChanges = Map<number, { readonly stream: StreamRow; readonly times: Map<number, number> }>;

/** What signals do to the sessions of their streams. */
export interface SignalEffects {
  readonly ends: EndChanges;
  /** Names of sessions that signals were sent to, or have left. */
  readonly named: Set<string>;
}

export interface SignalReceipt {
  readonly status: "stored" | "enriched" | "duplicate" | "deleted";
  /** Hash of the signal's key, hexadecimal. */
  readonly hash: string;
}

const columns = "stream_id, time, hash, subject_id, type, signal_key, facts";

/** Signals that are no calls. Of two that share type and key the smaller stays: the earlier, then by content. */
export class SignalRows {
  private readonly keys: KeyIndex;
  private readonly streams: Streams;
  private readonly digest: (text: string) => string;
  private readonly select;
  private readonly write;

  constructor(database: Connection, keys: KeyIndex, streams: Streams, digest: (text: string) => string) {
    this.keys = keys;
    this.streams = streams;
    this.digest = digest;
    const at = "organization_id = ? and stream_id = ? and time = ? and hash = ?";
    this.select = {
      at: database.prepare<[number, number, number, Uint8Array], SignalRow>(
        `select ${columns} from coding_signals where ${at}`,
      ),
      between: database.prepare<[number, number, number, number], SignalRow>(
        `select ${columns} from coding_signals
          where organization_id = ? and stream_id = ? and time between ? and ? order by time, hash`,
      ),
    };
    this.write = {
      insert: database.prepare<(number | string | Uint8Array)[]>(
        `insert into coding_signals (organization_id, ${columns}) values (?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      remove: database.prepare<[number, number, number, Uint8Array]>(
        `delete from coding_signals where ${at}`,
      ),
    };
  }

  /** Stores a signal and notes what it does to its stream's ends. */
  take(scope: CodingScope, signal: SentSignal, effects: SignalEffects): SignalReceipt {
    const { organizationId } = scope;
    const { adapter, user, project, sessionName, time } = signal;
    const within = [adapter, user, project ?? "", sessionName ?? ""];
    const key = signal.keys[0] ?? timeKey(within, time, null, null, null);
    const hash = signalHash(this.digest, identityOf(scope), signal.type, key);
    const row = this.rowOf(scope, signal, key, hash);
    const places = this.keys.find(organizationId, hash);
    if (places.some((place) => place.kind === keyKinds.deleted && place.hash === hash.slice(16))) {
      return { status: "deleted", hash };
    }
    const signalPlaces = places.filter(({ kind }) => kind === keyKinds.signal);
    for (const place of signalPlaces) {
      const stored = this.at(organizationId, place);
      if (stored?.signal_key !== key || stored.type !== signal.type) continue;
      if (this.order(stored) <= this.order(row)) return { status: "duplicate", hash };
      this.remove(organizationId, stored, effects);
      this.insert(organizationId, row, signal, effects);
      this.keys.put(organizationId, hash, placeOf(row), place);
      return { status: "enriched", hash };
    }
    this.insert(organizationId, row, signal, effects);
    this.keys.put(organizationId, hash, placeOf(row), undefined);
    this.keys.flush();
    return { status: "stored", hash };
  }

  /** The signals of a stream in a stretch of time, both ends inclusive. */
  between(organizationId: number, { id }: StreamRow, from: number, to: number): SignalRow[] {
    return this.select.between.all(organizationId, id, from, to);
  }

  /** Removes a signal for good: its key answers as deleted from now on. */
  delete(scope: CodingScope, row: SignalRow, effects: SignalEffects): void {
    const hash = signalHash(this.digest, identityOf(scope), row.type, row.signal_key);
    this.remove(scope.organizationId, row, effects);
    this.keys.delete(scope.organizationId, hash, placeOf(row));
  }

  private rowOf(scope: CodingScope, signal: SentSignal, key: string, hash: string): SignalRow {
    const { time, type, metadata } = signal;
    const subject = this.streams.subject(scope, signal);
    const stream = this.streams.of(scope, streamOf(modeOf(scope), signal));
    return {
      stream_id: stream.id,
      time,
      hash: hashBytes(hash.slice(0, 16)),
      subject_id: subject.id,
      type,
      signal_key: key,
      facts: JSON.stringify(metadataOnWire(metadata)),
    };
  }

  private insert(organizationId: number, row: SignalRow, signal: Signal, effects: SignalEffects): void {
    const { stream_id, time, hash, subject_id, type, signal_key, facts } = row;
    this.write.insert.run(organizationId, stream_id, time, hash, subject_id, type, signal_key, facts);
    if (isStreamEnd(signal)) this.noteEnd(effects.ends, row, 1);
  }

  private remove(organizationId: number, row: SignalRow, effects: SignalEffects): void {
    this.write.remove.run(organizationId, row.stream_id, row.time, row.hash);
    const { kind, name } = this.streams.byId(row.stream_id);
    if (kind === "named") effects.named.add(name);
    else if (row.type === "session-end") this.noteEnd(effects.ends, row, -1);
  }

  private noteEnd(ends: EndChanges, { stream_id: id, time }: SignalRow, by: 1 | -1): void {
    let entry = ends.get(id);
    if (!entry) ends.set(id, (entry = { stream: this.streams.byId(id), times: new Map() }));
    entry.times.set(time, (entry.times.get(time) ?? 0) + by);
  }

  private at(organizationId: number, { streamId, time, hash }: KeyPlace): SignalRow | undefined {
    return this.select.at.get(organizationId, streamId, time, hashBytes(hash));
  }

  /** One text that sorts as the signals do. */
  private order({ time, stream_id, subject_id, facts }: SignalRow): string {
    const { user, adapter, project } = this.streams.byId(subject_id);
    const { name } = this.streams.byId(stream_id);
    return JSON.stringify([String(time).padStart(16, "0"), name, user, adapter, project, facts]);
  }
}

const placeOf = ({ stream_id: streamId, time, hash }: SignalRow): KeyPlace => ({
  kind: keyKinds.signal,
  streamId,
  time,
  hash: Buffer.from(hash).toString("hex"),
});
