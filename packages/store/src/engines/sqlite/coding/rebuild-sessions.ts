import { hash } from "node:crypto";
import { comparePositions } from "@hearth/core/coding/call-position";
import { sameFigures } from "@hearth/core/coding/session-figures";
import { type SessionWindow, sessionWindows } from "@hearth/core/coding/session-windows";
import { UsageTally } from "@hearth/core/coding/usage-roll-up";
import type { Connection } from "../open.ts";
import { everyCall } from "./call-rows.ts";
import { CodingRows } from "./coding-rows.ts";
import type { CodingScope } from "./coding-scope.ts";
import { CodingSettings } from "./coding-settings.ts";
import type { StoredWindow } from "./session-row.ts";
import type { StreamRow } from "./streams.ts";
import { type UsagePlace, type WriteUsage, writeUsage } from "./usage-cells.ts";

/** How far a rebuild has come. */
export interface RebuiltFigures {
  streams: number;
  calls: number;
  sessionsBefore: number;
  sessionsAfter: number;
}

/** Little enough that a server beside it does not wait long for its turn to write. */
const callsAtOnce = 5_000;

/**
 * Cuts every windowed stream into sessions anew, by the time-out as it is set, step by step. What is placed into a
 * stream before its turn has come joins the windows that are there, and is cut with them when it comes.
 */
export class RebuildSessions {
  readonly figures: RebuiltFigures = { streams: 0, calls: 0, sessionsBefore: 0, sessionsAfter: 0 };
  private readonly rows: CodingRows;
  private readonly settings: CodingSettings;
  private readonly scope: CodingScope;
  private readonly streams: number[];
  private readonly writeUsage: WriteUsage;

  constructor(database: Connection, scope: CodingScope) {
    this.rows = new CodingRows(database, digest);
    this.settings = new CodingSettings(database);
    this.scope = scope;
    this.writeUsage = writeUsage(database, this.rows.terms);
    this.streams = database
      .prepare<[number, number], number>(
        `select id from coding_streams where organization_id = ? and test = ? and kind = 'windowed'
          order by id desc`,
      )
      .pluck()
      .all(scope.organizationId, scope.test);
  }

  /**
   * Takes the next streams, each of them whole, within the caller's transaction.
   * @returns whether there are more
   */
  step(): boolean {
    // Another process may have written since the last step.
    this.rows.forget();
    this.settings.forget();
    const usage = new UsageTally<UsagePlace>();
    const enough = this.figures.calls + callsAtOnce;
    while (this.streams.length > 0 && this.figures.calls < enough) {
      this.rebuild(this.rows.streams.byId(this.streams.pop()!), usage);
    }
    this.writeUsage(this.scope, this.settings.of(this.scope.organizationId).calendar, usage);
    return this.streams.length > 0;
  }

  private rebuild(stream: StreamRow, usage: UsageTally<UsagePlace>): void {
    const { organizationId } = this.scope;
    const { sessionTimeout } = this.settings.of(organizationId);
    const calls = this.rows.reader.calls(organizationId, stream, ...everyCall);
    const ends = this.rows.ends.all(organizationId, stream.id);
    const windows = sessionWindows(calls, ends, sessionTimeout);
    const stored = this.rows.sessions.all(organizationId, stream);
    const { figures } = this;
    figures.streams++;
    figures.calls += calls.length;
    figures.sessionsBefore += stored.length;
    figures.sessionsAfter += windows.length;
    this.write(stream, stored, windows, usage);
  }

  private write(
    stream: StreamRow,
    stored: readonly StoredWindow[],
    windows: readonly SessionWindow[],
    usage: UsageTally<UsagePlace>,
  ): void {
    const { sessions } = this.rows;
    const place: UsagePlace = { subjectId: stream.id, streamId: stream.id };
    const wanted = new Map(windows.map((window) => [window.first.hash, window]));
    const kept = new Set<SessionWindow>();
    // A session's place may be taken by another one: what leaves goes first.
    for (const window of stored) {
      const other = wanted.get(window.first.hash);
      if (other && sameWindow(window, other)) kept.add(other);
      else {
        sessions.remove(this.scope, stream, window);
        usage.removeSession(place, window);
      }
    }
    for (const window of windows) {
      if (kept.has(window)) continue;
      sessions.insert(this.scope, stream, stream, window);
      usage.addSession(place, window);
    }
  }
}

const digest = (text: string): string => hash("sha256", text, "hex");

const sameWindow = (a: SessionWindow, b: SessionWindow): boolean =>
  comparePositions(a.first, b.first) === 0 &&
  comparePositions(a.last, b.last) === 0 &&
  sameFigures(a.figures, b.figures);
