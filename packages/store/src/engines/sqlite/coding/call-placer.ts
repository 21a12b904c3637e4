import type { Call } from "@hearth/core/coding/call";
import { positionHash } from "@hearth/core/coding/call-identity";
import { isCounted } from "@hearth/core/coding/counted-call";
import { placeCalls } from "@hearth/core/coding/place-calls";
import type { WindowChanges } from "@hearth/core/coding/decide-windows";
import { placedCall } from "@hearth/core/coding/placed-call";
import { type Stream, streamOf, timeoutOf } from "@hearth/core/coding/stream";
import { StreamGroups } from "@hearth/core/coding/stream-groups";
import { UsageTally } from "@hearth/core/coding/usage-roll-up";
import { keyKinds } from "../../../coding/coding-schema.ts";
import type { Connection } from "../open.ts";
import { type CallPrices, callCost } from "./call-prices.ts";
import { callValues, type StoredCall } from "./call-row.ts";
import type { CodingNotes, TenantNotes } from "./coding-notes.ts";
import type { CodingRows } from "./coding-rows.ts";
import { type CodingScope, modeOf } from "./coding-scope.ts";
import type { CodingSettings } from "./coding-settings.ts";
import type { KeyHashes } from "./key-hashes.ts";
import { NamedSessions } from "./named-sessions.ts";
import type { StoredWindow } from "./session-row.ts";
import type { EndChanges } from "./signal-rows.ts";
import type { StreamRow } from "./streams.ts";
import { isListedTelemetry, TouchedToolSessions } from "./tool-sessions.ts";
import { type UsagePlace, writeUsage } from "./usage-cells.ts";
import { UsagePlaces } from "./usage-places.ts";
import { normaliseRemote } from "@hearth/core/coding/repository";

/** What a batch does to what is stored. */
export interface PlacedBatch {
  /** `after` undefined: deleted. */
  readonly changes: readonly { readonly before: readonly StoredCall[]; readonly after: Call | undefined }[];
  readonly ends: EndChanges;
  /** Names of sessions that signals were sent to. */
  readonly named: ReadonlySet<string>;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Calls go on purpose, not because a report shows them to be deleted ones. */
  readonly isDeletion?: boolean;
}

/** A call on its way to its row. */
interface Arriving {
  readonly before: readonly StoredCall[];
  readonly after: StoredCall;
  readonly priceVersion: string | null;
}

/**
 * Brings calls to where they belong: their rows and keys, the windows of their streams, and the roll-ups. All
 * that is decided is decided on what is stored before the batch; only then anything is written.
 */
export class CallPlacer {
  private readonly rows: CodingRows;
  private readonly settings: CodingSettings;
  private readonly prices: CallPrices;
  private readonly named: NamedSessions;
  private readonly writeUsage;
  private readonly hashes: KeyHashes;
  private readonly notes: CodingNotes;

  constructor(
    database: Connection,
    rows: CodingRows,
    settings: CodingSettings,
    prices: CallPrices,
    hashes: KeyHashes,
    notes: CodingNotes,
  ) {
    this.notes = notes;
    this.hashes = hashes;
    this.rows = rows;
    this.settings = settings;
    this.prices = prices;
    this.named = new NamedSessions(database, rows);
    this.writeUsage = writeUsage(database, rows.terms);
  }

  apply(scope: CodingScope, { changes, ends, named, now, isDeletion }: PlacedBatch): void {
    const { organizationId } = scope;
    const { sessionTimeout, calendar } = this.settings.of(organizationId);
    const toolSessions = new TouchedToolSessions(this.rows.toolSessions, scope);
    if (!isDeletion) for (const { before, after } of changes) toolSessions.note(before, after);
    const all = [...changes, ...this.turnedTelemetry(scope, toolSessions, changes)];

    const groups = new StreamGroups();
    const usage = new UsageTally<UsagePlace>();
    const places = new UsagePlaces();
    const arriving: Arriving[] = [];
    const leaving: StoredCall[] = [];
    const touchedNames = new Set(named);
    for (const { before, after } of all) {
      for (const call of before) {
        if (call.stream.kind === "aside") continue;
        groups.remove(streamOfRow(scope, call.stream), call.placed);
        usage.removeCall(places.of(call.subject, call.stream), call.placed);
        if (call.stream.kind === "named") touchedNames.add(call.stream.name);
      }
      if (!after) {
        leaving.push(...before);
        continue;
      }
      const arrival = this.arrival(scope, before, after, toolSessions, now);
      arriving.push(arrival);
      const { stream, subject, placed } = arrival.after;
      if (stream.kind === "aside") continue;
      groups.add(streamOfRow(scope, stream), placed);
      usage.addCall(places.of(subject, stream), placed);
      if (stream.kind === "named") touchedNames.add(stream.name);
    }
    const settled = this.rows.ends.settle(organizationId, ends);
    for (const { stream, time, comes } of settled.ends) {
      if (comes) groups.end(streamOfRow(scope, stream), time);
      else groups.loseEnd(streamOfRow(scope, stream), time);
    }

    const placings = [...groups.entries()].map(({ stream, changes: own }) => {
      const row = this.rows.streams.of(scope, stream);
      const answer = placeCalls(
        this.rows.reader.of(organizationId, row),
        own,
        timeoutOf(stream, sessionTimeout),
      );
      return { row, answer };
    });

    settled.write();
    this.writeCalls(scope, arriving, leaving, toolSessions);
    const notes = this.notes.of(scope);
    if (notes) {
      for (const call of arriving) notes.call(call.before, call.after, (key) => this.hashes.of(scope, key));
      for (const { stream, time } of settled.ends) notes.end(stream, time);
    }
    const windows = new Map(placings.map(({ row, answer }) => [row.name, answer]));
    for (const { row, answer } of placings) {
      if (row.kind === "windowed") this.writeWindows(scope, row, answer, usage, places, notes);
    }
    for (const name of touchedNames) {
      const row = this.rows.streams.named(scope, name)!;
      this.rows.reader.forget(row.id);
      this.named.settle(scope, row, windows.get(name), usage, places, notes);
    }
    this.writeUsage(scope, calendar, usage);
  }

  /** Telemetry of tool sessions whose first transcript call comes, or whose last one goes. */
  private turnedTelemetry(
    { organizationId }: CodingScope,
    toolSessions: TouchedToolSessions,
    changes: PlacedBatch["changes"],
  ): PlacedBatch["changes"] {
    const turned = toolSessions.turned();
    if (turned.length === 0) return [];
    const touched = new Set(changes.flatMap(({ before }) => before.map(placeName)));
    return turned
      .flatMap((session) => this.rows.toolSessions.telemetry(organizationId, session))
      .map((place) => this.rows.calls.at(organizationId, place.streamId, place)!)
      .filter((call) => !touched.has(placeName(call)))
      .map((call) => ({ before: [call], after: call }));
  }

  private arrival(
    scope: CodingScope,
    before: readonly StoredCall[],
    after: Call,
    toolSessions: TouchedToolSessions,
    now: number,
  ): Arriving {
    const { streams } = this.rows;
    const mode = modeOf(scope);
    const subject = streams.subject(scope, after);
    if (before.every((call) => call.subject.id !== subject.id)) {
      this.introduce(scope, subject, after, now);
    }
    const counted = isCounted(after, (toolSessions.of(after)?.after ?? 0) > 0);
    const stream = counted
      ? after.sessionName === null
        ? subject
        : streams.of(scope, streamOf(mode, after))
      : streams.aside(scope, subject);
    const best = this.hashes.of(scope, after.keys[0]!);
    const { cost, version } = callCost(this.prices, after);
    const placed = placedCall(after, positionHash(best), cost);
    return { before, after: { ...after, stream, subject, placed }, priceVersion: version };
  }

  private readonly introduced = new Set<number>();

  private introduce(scope: CodingScope, subject: StreamRow, call: Call, now: number): void {
    if (this.introduced.has(subject.id)) return;
    const [, ...path] = (call.repository && normaliseRemote(call.repository)?.split("/")) || [];
    this.rows.streams.introduce(scope, subject, path.join("/") || subject.project, now);
    this.introduced.add(subject.id);
  }

  /** What was introduced may have been rolled back or deleted. */
  forget(): void {
    this.introduced.clear();
  }

  private writeCalls(
    scope: CodingScope,
    arriving: readonly Arriving[],
    leaving: readonly StoredCall[],
    toolSessions: TouchedToolSessions,
  ): void {
    const { organizationId } = scope;
    const { calls, keys, terms } = this.rows;
    for (const call of [...leaving, ...arriving.flatMap(({ before }) => before)]) {
      calls.remove(organizationId, call);
      if (isListedTelemetry(call)) {
        this.rows.toolSessions.removeCall(organizationId, toolSessions.of(call)!, call);
      }
    }
    for (const call of leaving) {
      for (const key of call.keys) keys.delete(organizationId, this.hashes.of(scope, key), keyPlace(call));
    }
    calls.insert(
      arriving.map(({ after, priceVersion }) =>
        callValues(terms, organizationId, after, after, priceVersion),
      ),
    );
    for (const { before, after } of arriving) {
      if (isListedTelemetry(after)) {
        this.rows.toolSessions.addCall(organizationId, toolSessions.of(after)!, after);
      }
      const place = keyPlace(after);
      for (const key of after.keys) {
        const was = before.find((call) => call.keys.includes(key));
        const from = was && keyPlace(was);
        if (from && samePlace(from, place)) continue;
        keys.put(organizationId, this.hashes.of(scope, key), place, from);
      }
    }
    keys.flush();
    for (const session of toolSessions.all()) this.rows.toolSessions.keepCount(session);
  }

  private writeWindows(
    scope: CodingScope,
    stream: StreamRow,
    { created, changed, removed }: WindowChanges<StoredWindow>,
    usage: UsageTally<UsagePlace>,
    places: UsagePlaces,
    notes: TenantNotes | undefined,
  ): void {
    const { sessions } = this.rows;
    this.rows.reader.forget(stream.id);
    const place = places.of(stream, stream);
    for (const window of removed) {
      notes?.lost(stream, window, [stream]);
      sessions.remove(scope, stream, window);
      usage.removeSession(place, window);
    }
    // A session may begin where another one did before: what leaves a place goes first.
    const moved = changed.filter(({ before, after }) => placeOf(before) !== placeOf(after));
    for (const { before } of moved) {
      notes?.lost(stream, before, [stream]);
      sessions.remove(scope, stream, before);
    }
    for (const { before, after } of changed) {
      notes?.kept(stream, before, after, [stream]);
      if (placeOf(before) === placeOf(after)) sessions.replace(scope, stream, stream, before, after);
      else sessions.insert(scope, stream, stream, after);
      usage.removeSession(place, before);
      usage.addSession(place, after);
    }
    for (const window of created) {
      notes?.kept(stream, undefined, window, [stream]);
      sessions.insert(scope, stream, stream, window);
      usage.addSession(place, window);
    }
  }
}

const placeOf = ({ first }: StoredWindow | WindowChanges<StoredWindow>["created"][number]): string =>
  `${first.time} ${first.hash}`;

const placeName = ({ stream, placed }: StoredCall): string => `${stream.id} ${placed.time} ${placed.hash}`;

const keyPlace = ({ stream, placed: { time, hash: at } }: StoredCall) => ({
  kind: keyKinds.call,
  streamId: stream.id,
  time,
  hash: at,
});

const samePlace = (a: ReturnType<typeof keyPlace>, b: ReturnType<typeof keyPlace>): boolean =>
  a.streamId === b.streamId && a.time === b.time && a.hash === b.hash;

const streamsOfRows = new WeakMap<StreamRow, Stream>();

/** A counted stream as the domain names it, the same object for the same row. */
function streamOfRow(scope: CodingScope, row: StreamRow): Stream {
  let stream = streamsOfRows.get(row);
  if (!stream) streamsOfRows.set(row, (stream = domainStream(scope, row)));
  return stream;
}

function domainStream(scope: CodingScope, { kind, user, adapter, project, name }: StreamRow): Stream {
  const mode = modeOf(scope);
  return kind === "named"
    ? { kind, mode, name }
    : { kind: "windowed", mode, user, adapter, project: project || null };
}
