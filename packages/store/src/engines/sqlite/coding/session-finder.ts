import { attachSignal } from "@hearth/core/coding/attach-signal";
import { hashPrefixOf } from "@hearth/core/coding/call-identity";
import type { CallPosition } from "@hearth/core/coding/call-position";
import { isWindowedId } from "@hearth/core/coding/session-name";
import { keyKinds } from "../../../coding/coding-schema.ts";
import type { Connection } from "../open.ts";
import type { StoredCall } from "./call-row.ts";
import type { CodingRows } from "./coding-rows.ts";
import type { CodingScope } from "./coding-scope.ts";
import type { CodingSettings } from "./coding-settings.ts";
import type { KeyHashes } from "./key-hashes.ts";
import {
  hashBytes,
  sessionColumns,
  type SessionRow,
  type StoredWindow,
  storedWindow,
} from "./session-row.ts";
import type { SignalRow } from "./signal-rows.ts";
import type { StreamRow } from "./streams.ts";

export interface FoundSession {
  readonly stream: StreamRow;
  readonly window: StoredWindow;
}

/** Everything that goes with a session. */
export interface SessionContents {
  readonly calls: readonly StoredCall[];
  readonly signals: readonly SignalRow[];
}

/** Finds sessions by any id that was ever theirs, and what belongs to them. */
export class SessionFinder {
  private readonly rows: CodingRows;
  private readonly settings: CodingSettings;
  private readonly hashes: KeyHashes;
  private readonly select;

  constructor(database: Connection, rows: CodingRows, settings: CodingSettings, hashes: KeyHashes) {
    this.rows = rows;
    this.settings = settings;
    this.hashes = hashes;
    const stream = `select ${sessionColumns} from coding_sessions where organization_id = ? and stream_id = ?`;
    this.select = {
      before: database.prepare<[number, number, number, Uint8Array], SessionRow>(
        `${stream} and (first_time, first_hash) <= (?, ?) order by first_time desc, first_hash desc limit 1`,
      ),
      after: database.prepare<[number, number, number], SessionRow>(
        `${stream} and first_time > ? order by first_time, first_hash limit 1`,
      ),
    };
  }

  find(scope: CodingScope, id: string): FoundSession | undefined {
    if (!isWindowedId(id)) {
      const stream = this.rows.streams.named(scope, id);
      return stream && this.sessionOf(scope, stream, undefined);
    }
    const [call] = this.callsAt(scope, hashPrefixOf(id)!);
    return call && call.stream.kind !== "aside" ? this.sessionOf(scope, call.stream, call.placed) : undefined;
  }

  /** Its calls, the telemetry that tells of them again, and the signals it is shown with. */
  contents(scope: CodingScope, { stream, window }: FoundSession): SessionContents {
    const { organizationId } = scope;
    const { first, last } = window;
    const calls =
      window.figures.calls === 0 ? [] : this.rows.calls.between(organizationId, stream.id, first, last);
    return {
      calls: [...calls, ...this.telemetryOf(scope, calls)],
      signals: this.signalsOf(scope, stream, window),
    };
  }

  /** The calls of whose keys one has a hash that begins so: one, or none. */
  callsAt(scope: CodingScope, prefix: string): StoredCall[] {
    const { organizationId } = scope;
    return this.rows.keys.find(organizationId, prefix).flatMap(({ kind, streamId, time, hash }) => {
      if (kind !== keyKinds.call) return [];
      const call = this.rows.calls.at(organizationId, streamId, { time, hash });
      if (call?.stream.test !== scope.test) return [];
      return call.keys.some((key) => this.hashes.of(scope, key).startsWith(prefix)) ? [call] : [];
    });
  }

  /** @param place of a call; any session of the stream where it is undefined */
  private sessionOf(
    { organizationId }: CodingScope,
    stream: StreamRow,
    place: CallPosition | undefined,
  ): FoundSession | undefined {
    const { time, hash } = place && stream.kind === "windowed" ? place : anyPlace;
    const row = this.select.before.get(organizationId, stream.id, time, hashBytes(hash));
    return row && { stream, window: storedWindow(this.rows.terms, row) };
  }

  private telemetryOf({ organizationId, ...scope }: CodingScope, calls: readonly StoredCall[]): StoredCall[] {
    const toolSessions = new Set(calls.flatMap(({ toolSession }) => toolSession ?? []));
    const [first, last] = [calls[0], calls.at(-1)];
    if (toolSessions.size === 0 || !first || !last) return [];
    const subjects = new Map(calls.map(({ subject }) => [subject.id, subject]));
    return [...subjects.values()].flatMap((subject) => {
      const aside = this.rows.streams.find({ organizationId, ...scope }, { ...subject, kind: "aside" });
      if (!aside) return [];
      const from = { time: first.placed.time, hash: "" };
      const to = { time: last.placed.time, hash: anyPlace.hash };
      return this.rows.calls
        .between(organizationId, aside.id, from, to)
        .filter(({ toolSession }) => toolSession !== null && toolSessions.has(toolSession));
    });
  }

  private signalsOf({ organizationId }: CodingScope, stream: StreamRow, window: StoredWindow): SignalRow[] {
    const { signals, ends, terms } = this.rows;
    if (stream.kind === "named") {
      return signals.between(organizationId, stream, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    }
    const { sessionTimeout } = this.settings.of(organizationId);
    const from = window.first.time - sessionTimeout;
    const to = window.last.time + sessionTimeout;
    const cuts = ends.between(organizationId, stream.id, from - sessionTimeout, to + sessionTimeout);
    const shown = (row: SessionRow | undefined): StoredWindow | undefined => row && storedWindow(terms, row);
    return signals.between(organizationId, stream, from, to).filter(({ time }) => {
      const at = [organizationId, stream.id, time] as const;
      const before = shown(this.select.before.get(...at, hashBytes(anyPlace.hash)));
      const after = shown(this.select.after.get(...at));
      const session = attachSignal(time, before, after, cuts, sessionTimeout);
      return session?.first.time === window.first.time && session.first.hash === window.first.hash;
    });
  }
}

/** After every call of its millisecond, and of all time. */
const anyPlace: CallPosition = { time: Number.MAX_SAFE_INTEGER, hash: "ff".repeat(9) };
