import { keyHash, positionHash } from "@hearth/core/coding/call-identity";
import { isCounted, isTelemetryOnly, isTranscriptCall } from "@hearth/core/coding/counted-call";
import { sameFigures } from "@hearth/core/coding/session-figures";
import { type SessionWindow, sessionWindows } from "@hearth/core/coding/session-windows";
import { UsageTally, usageNames } from "@hearth/core/coding/usage-roll-up";
import { keyKinds } from "../../../coding/coding-schema.ts";
import type { Difference } from "../../../games/recount.ts";
import type { Connection } from "../open.ts";
import { everyCall } from "./call-rows.ts";
import type { StoredCall } from "./call-row.ts";
import { CodingRows } from "./coding-rows.ts";
import { type CodingScope, identityOf } from "./coding-scope.ts";
import { digest } from "./key-hashes.ts";
import { CodingSettings } from "./coding-settings.ts";
import type { StreamRow } from "./streams.ts";
import { type UsageCell, usageCells, type UsagePlace } from "./usage-cells.ts";
import { UsagePlaces } from "./usage-places.ts";

const mostPerCheck = 1_000;

/**
 * Compares what is kept of the coding side with a recount from its calls and ends: the sessions of every
 * stream, every roll-up, every key, and which telemetry is counted. Reads one moment.
 * @param note told of each organization that is looked at
 * @param only the organization to look at, where it is one
 */
export function recountCoding(
  database: Connection,
  note: (line: string) => void = () => undefined,
  only?: number,
): Difference[] {
  const recount = database.transaction(() =>
    codingScopes(database).flatMap((scope) => {
      if (only !== undefined && scope.organizationId !== only) return [];
      note(`Counting the ${scope.test ? "test" : "live"} calls of ${scope.organization} anew.`);
      return new Recount(database, scope).run();
    }),
  );
  return recount();
}

/** Every organization and mode that has calls. */
export function codingScopes(database: Connection): CodingScope[] {
  return database
    .prepare<[], CodingScope>(
      `select distinct o.id as organizationId, o.public_id as organization, s.test
        from coding_streams s join organizations o on o.id = s.organization_id order by 1, 3`,
    )
    .all();
}

class Recount {
  private readonly differences: Difference[] = [];
  private readonly database: Connection;
  private readonly scope: CodingScope;
  private readonly rows: CodingRows;
  private readonly settings: CodingSettings;
  private readonly usage = new UsageTally<UsagePlace>();
  private readonly places = new UsagePlaces();
  private readonly transcripts = new Set<string>();

  constructor(database: Connection, scope: CodingScope) {
    this.database = database;
    this.scope = scope;
    this.rows = new CodingRows(database, digest);
    this.settings = new CodingSettings(database);
  }

  run(): Difference[] {
    const { organizationId, test } = this.scope;
    const known = this.database
      .prepare<[number, number], { user: string; adapter: string; name: string }>(
        `select user_id as user, adapter, name from coding_tool_sessions
          where organization_id = ? and test = ? and transcripts > 0`,
      )
      .all(organizationId, test);
    for (const { user, adapter, name } of known) this.transcripts.add(JSON.stringify([user, adapter, name]));
    const ids = this.database
      .prepare<[number, number], number>(
        "select id from coding_streams where organization_id = ? and test = ?",
      )
      .pluck()
      .all(organizationId, test);
    for (const id of ids) this.countStream(this.rows.streams.byId(id));
    this.compareUsage();
    return this.differences.slice(0, mostPerCheck);
  }

  private countStream(stream: StreamRow): void {
    const { organizationId } = this.scope;
    const calls = this.rows.calls.between(organizationId, stream.id, ...everyCall);
    for (const call of calls) this.checkCall(stream, call);
    if (stream.kind === "aside") return;
    const ends = this.rows.ends.all(organizationId, stream.id);
    const timeout = stream.kind === "named" ? Infinity : this.settings.of(organizationId).sessionTimeout;
    const counted = sessionWindows(
      calls.map(({ placed }) => placed),
      ends,
      timeout,
    );
    const stored = this.rows.sessions.all(organizationId, stream);
    this.compareSessions(
      stream,
      counted,
      stored.filter(({ figures }) => figures.calls > 0),
    );
    for (const { subject, placed } of calls) this.usage.addCall(this.places.of(subject, stream), placed);
    for (const window of stored) {
      this.usage.addSession(this.places.of({ id: window.subjectId }, stream), window);
    }
  }

  private compareSessions(stream: StreamRow, counted: SessionWindow[], stored: SessionWindow[]): void {
    const name = ({ first, last }: SessionWindow): string => JSON.stringify([first, last]);
    const held = new Map(stored.map((window) => [name(window), window]));
    for (const window of counted) {
      const other = held.get(name(window));
      held.delete(name(window));
      const at = { stream: stream.id, first_time: window.first.time };
      if (!other) this.differ("coding_sessions", at, null, window.figures.calls);
      else if (!sameFigures(other.figures, window.figures)) {
        this.differ("coding_sessions", at, other.figures.cost, window.figures.cost);
      }
    }
    for (const { first, figures } of held.values()) {
      this.differ("coding_sessions", { stream: stream.id, first_time: first.time }, figures.calls, null);
    }
  }

  private checkCall(stream: StreamRow, call: StoredCall): void {
    const { organizationId } = this.scope;
    const at = { stream: stream.id, time: call.time, hash: call.placed.hash };
    for (const [index, key] of call.keys.entries()) {
      const text = keyHash(digest, identityOf(this.scope), key);
      if (index === 0 && positionHash(text) !== call.placed.hash) this.differ("coding_calls.hash", at, 1, 0);
      const found = this.rows.keys
        .find(organizationId, text)
        .filter(
          ({ kind, streamId, time, hash: place }) =>
            kind === keyKinds.call &&
            streamId === stream.id &&
            time === call.time &&
            place === call.placed.hash,
        );
      if (found.length !== 1) this.differ("coding_keys", at, found.length, 1);
    }
    const { user, adapter, toolSession } = call;
    const hasTranscript = this.transcripts.has(JSON.stringify([user, adapter, toolSession]));
    if (isCounted(call, hasTranscript) === (stream.kind === "aside")) {
      this.differ("coding_calls aside", at, stream.kind === "aside" ? 1 : 0, isTelemetryOnly(call) ? 1 : 0);
    }
    if (toolSession !== null && isTranscriptCall(call) && !hasTranscript) {
      this.differ("coding_tool_sessions.transcripts", at, 0, 1);
    }
  }

  private compareUsage(): void {
    const { organizationId, test } = this.scope;
    const { calendar } = this.settings.of(organizationId);
    const counted = new Map(
      usageCells(this.rows.terms, this.scope, calendar, this.usage).map((cell) => [nameOf(cell), cell]),
    );
    const stored = this.database
      .prepare<[number, number], UsageCell & UsageCell["sums"]>(
        `select level, subject_id as subject, period, model_id as model, stream_id as stream, sessions, calls,
          tokens_in as tokensIn, tokens_out as tokensOut, cache_read as cacheRead, cache_write as cacheWrite,
          reasoning, cost, unpriced, errors from coding_usage where organization_id = ? and test = ?`,
      )
      .all(organizationId, test);
    for (const cell of stored) {
      const other = counted.get(nameOf(cell));
      counted.delete(nameOf(cell));
      for (const name of usageNames) {
        const count = other?.sums[name] ?? 0;
        if (cell[name] !== count) this.differ(`coding_usage.${name}`, placeOf(cell), cell[name], count);
      }
    }
    for (const cell of counted.values()) this.differ("coding_usage", placeOf(cell), null, cell.sums.calls);
  }

  private differ(check: string, at: Difference["at"], stored: number | null, counted: number | null): void {
    if (this.differences.length < mostPerCheck) this.differences.push({ check, at, stored, counted });
  }
}

const nameOf = ({ level, subject, period, model, stream }: UsageCell): string =>
  `${level} ${subject} ${period} ${model} ${stream}`;

const placeOf = ({ level, subject, period, model, stream }: UsageCell): Difference["at"] => ({
  level,
  subject,
  period,
  model,
  stream,
});
