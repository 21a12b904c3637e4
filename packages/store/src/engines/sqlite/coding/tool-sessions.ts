import { isTelemetryOnly, isTranscriptCall } from "@hearth/core/coding/counted-call";
import type { Call } from "@hearth/core/coding/call";
import type { CallPosition } from "@hearth/core/coding/call-position";
import type { Connection } from "../open.ts";
import type { StoredCall } from "./call-row.ts";
import type { CodingScope } from "./coding-scope.ts";
import { hashBytes } from "./session-row.ts";

interface ToolSessionRow {
  readonly id: number;
  readonly transcripts: number;
}

/** A tool session as a batch sees it. */
export interface ToolSession {
  readonly id: number;
  /** Nothing is stored of it yet. */
  readonly isNew: boolean;
  /** Transcript calls before the batch, and with it. */
  readonly before: number;
  after: number;
}

interface TelemetryRow {
  readonly streamId: number;
  readonly time: number;
  readonly hash: Uint8Array;
}

/** Tools' own conversations: how many transcript calls each has, and where its telemetry-only calls stand. */
export class ToolSessions {
  private readonly select;
  private readonly write;

  constructor(database: Connection) {
    const place = "organization_id = ? and tool_session_id = ?";
    this.select = {
      session: database.prepare<(number | string)[], ToolSessionRow>(
        `select id, transcripts from coding_tool_sessions
          where organization_id = ? and test = ? and user_id = ? and adapter = ? and name = ?`,
      ),
      telemetry: database.prepare<[number, number], TelemetryRow>(
        `select stream_id as streamId, time, hash from coding_telemetry where ${place} order by time, hash`,
      ),
    };
    this.write = {
      session: database.prepare<(number | string)[], ToolSessionRow>(
        `insert into coding_tool_sessions (organization_id, test, user_id, adapter, name, transcripts)
          values (?, ?, ?, ?, ?, 0) returning id, transcripts`,
      ),
      transcripts: database.prepare<[number, number]>(
        "update coding_tool_sessions set transcripts = ? where id = ?",
      ),
      add: database.prepare<[number, number, number, Uint8Array, number]>(
        "insert into coding_telemetry (organization_id, tool_session_id, time, hash, stream_id) values (?, ?, ?, ?, ?)",
      ),
      remove: database.prepare<[number, number, number, Uint8Array]>(
        `delete from coding_telemetry where ${place} and time = ? and hash = ?`,
      ),
    };
  }

  /** The tool session of a call that names one. */
  of({ organizationId, test }: CodingScope, { user, adapter, toolSession }: Call): ToolSession {
    const place = [organizationId, test, user, adapter, toolSession!] as const;
    const known = this.select.session.get(...place);
    const { id, transcripts } = known ?? this.write.session.get(...place)!;
    return { id, isNew: !known, before: transcripts, after: transcripts };
  }

  /** Where the telemetry-only calls of a tool session stand. */
  telemetry(organizationId: number, { id }: ToolSession): (CallPosition & { readonly streamId: number })[] {
    return this.select.telemetry
      .all(organizationId, id)
      .map(({ streamId, time, hash }) => ({ streamId, time, hash: Buffer.from(hash).toString("hex") }));
  }

  keepCount({ id, before, after }: ToolSession): void {
    if (before !== after) this.write.transcripts.run(after, id);
  }

  addCall(organizationId: number, { id }: ToolSession, call: Pick<StoredCall, "stream" | "placed">): void {
    const { time, hash } = call.placed;
    this.write.add.run(organizationId, id, time, hashBytes(hash), call.stream.id);
  }

  removeCall(organizationId: number, { id }: ToolSession, { placed }: StoredCall): void {
    this.write.remove.run(organizationId, id, placed.time, hashBytes(placed.hash));
  }
}

/**
 * The tool sessions that one batch touches. A call's transcript counts for as long as it is known. One that is
 * deleted on purpose stays known: else its telemetry would come back in its place.
 */
export class TouchedToolSessions {
  private readonly touched = new Map<string, ToolSession>();
  private readonly rows: ToolSessions;
  private readonly scope: CodingScope;
  private last: { readonly call: Call; readonly session: ToolSession } | undefined;

  constructor(rows: ToolSessions, scope: CodingScope) {
    this.rows = rows;
    this.scope = scope;
  }

  of(call: Call): ToolSession | undefined {
    if (call.toolSession === null) return undefined;
    const { last } = this;
    const isLast =
      last?.call.toolSession === call.toolSession &&
      last.call.user === call.user &&
      last.call.adapter === call.adapter;
    if (isLast) return last.session;
    const name = JSON.stringify([call.user, call.adapter, call.toolSession]);
    let session = this.touched.get(name);
    if (!session) this.touched.set(name, (session = this.rows.of(this.scope, call)));
    this.last = { call, session };
    return session;
  }

  note(before: readonly Call[], after: Call | undefined): void {
    for (const call of before) if (isTranscriptCall(call)) this.count(call, -1);
    if (after && isTranscriptCall(after)) this.count(after, 1);
  }

  /** Those of which telemetry starts or ceases to be counted. */
  turned(): ToolSession[] {
    return [...this.touched.values()].filter(
      ({ isNew, before, after }) => !isNew && before > 0 !== after > 0,
    );
  }

  all(): Iterable<ToolSession> {
    return this.touched.values();
  }

  private count(call: Call, by: 1 | -1): void {
    const session = this.of(call);
    if (session) session.after += by;
  }
}

/** Whether a tool session lists the call as its telemetry. */
export const isListedTelemetry = (call: Call): boolean => call.toolSession !== null && isTelemetryOnly(call);
