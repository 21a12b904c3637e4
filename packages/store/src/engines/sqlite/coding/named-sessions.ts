import { positionHash } from "@hearth/core/coding/call-identity";
import type { WindowChanges } from "@hearth/core/coding/decide-windows";
import { FiguresTally } from "@hearth/core/coding/session-figures";
import type { SessionWindow } from "@hearth/core/coding/session-windows";
import type { UsageTally } from "@hearth/core/coding/usage-roll-up";
import type { Connection } from "../open.ts";
import type { CodingRows } from "./coding-rows.ts";
import type { TenantNotes } from "./coding-notes.ts";
import { type CodingScope, identityOf } from "./coding-scope.ts";
import { digest } from "./key-hashes.ts";
import { hashBytes, type StoredWindow } from "./session-row.ts";
import type { StreamRow } from "./streams.ts";
import type { UsagePlace } from "./usage-cells.ts";
import type { UsagePlaces } from "./usage-places.ts";

interface SignalSpan {
  readonly first: number | null;
  readonly last: number | null;
}

/** Sessions whose name a client owns: each has one row, from its first signal on. */
export class NamedSessions {
  private readonly rows: CodingRows;
  private readonly select;

  constructor(database: Connection, rows: CodingRows) {
    this.rows = rows;
    const stream = "organization_id = ? and stream_id = ?";
    this.select = {
      callSubject: database
        .prepare<[number, number, number, Uint8Array], number>(
          `select subject_id from coding_calls where ${stream} and time = ? and hash = ?`,
        )
        .pluck(),
      signalSubject: database
        .prepare<[number, number], number>(
          `select subject_id from coding_signals where ${stream} order by time, hash limit 1`,
        )
        .pluck(),
      signals: database.prepare<[number, number], SignalSpan>(
        `select min(time) as first, max(time) as last from coding_signals where ${stream}`,
      ),
    };
  }

  /**
   * Brings the row in line with the calls and signals, which are written already.
   * @param answer what became of its window; undefined where no call came or went
   */
  settle(
    scope: CodingScope,
    stream: StreamRow,
    answer: WindowChanges<StoredWindow> | undefined,
    usage: UsageTally<UsagePlace>,
    places: UsagePlaces,
    notes?: TenantNotes,
  ): void {
    const { sessions, streams } = this.rows;
    const [before] = sessions.all(scope.organizationId, stream);
    const kept = before && before.figures.calls > 0 && !answer?.removed.length ? before : undefined;
    const window = answer?.created[0] ?? answer?.changed[0]?.after ?? kept;
    const after = window ?? this.withoutCalls(scope, stream);
    if (before) {
      usage.removeSession(places.of({ id: before.subjectId }, stream), before);
      sessions.remove(scope, stream, before);
    }
    const was = before ? [streams.byId(before.subjectId)] : [];
    if (!after) {
      if (before) notes?.lost(stream, before, was);
      return;
    }
    const subject = streams.byId(this.subjectOf(scope, stream, after));
    const isSame = after === before && subject.id === before.subjectId;
    if (!isSame) notes?.kept(stream, before, after, [...was, subject]);
    usage.addSession(places.of(subject, stream), after);
    sessions.insert(scope, stream, subject, after);
  }

  /** Where there is no call's hash to stand by, the name's keeps sessions of one millisecond in one order. */
  private withoutCalls(scope: CodingScope, { id, name }: StreamRow): SessionWindow | undefined {
    const { first, last } = this.select.signals.get(scope.organizationId, id)!;
    if (first === null || last === null) return undefined;
    const { organization, mode } = identityOf(scope);
    const hash = positionHash(digest(`session\n${organization}\n${mode}\n${name}`));
    return {
      first: { time: first, hash },
      last: { time: last, hash },
      figures: new FiguresTally().figures(),
    };
  }

  /** Whose usage it begins with. */
  private subjectOf(
    { organizationId }: CodingScope,
    { id }: StreamRow,
    { first, figures }: SessionWindow,
  ): number {
    if (figures.calls === 0) return this.select.signalSubject.get(organizationId, id)!;
    return this.select.callSubject.get(organizationId, id, first.time, hashBytes(first.hash))!;
  }
}
