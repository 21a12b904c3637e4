import type { ReportStatus, Severity } from "../vocabulary.ts";
import type { BuildFact, BuildIdentity, KeyHash, RootFact, SessionFact, UploadFact } from "./facts.ts";
import type { IngestScope } from "./scope.ts";
import type { SessionOutcome } from "./session-end.ts";

/** Class of a session in the roll-up: its outcome, else whether it declared a lifecycle. */
export type SessionClass = SessionOutcome | "declared" | "undeclared";

/** Everything a group of requests wants written, in one transaction, once all of it is decided. */
export class PlayChanges {
  readonly builds = new Map<number, NewBuild>();
  readonly buildsByIdentity = new Map<string, NewBuild>();
  readonly buildTouches = new Map<number, BuildTouch>();
  readonly sessions = new Map<number, NewSession>();
  readonly events = new EventRows();
  readonly uploads: NewUpload[] = [];
  readonly arrivals = new Map<number, UploadArrival>();
  readonly claimedUploads = new Set<number>();
  readonly reports = new Map<number, NewReport>();
  /** The newest root of each issue that these changes open. */
  readonly roots = new Map<string, RootFact>();
  readonly reportAttachments: { reportId: number; position: number; uploadId: number }[] = [];
  readonly reportEvents: { reportId: number; position: number; eventId: number }[] = [];
  readonly exports: NewExport[] = [];
  /** By project and hash (`keyName`). */
  readonly keys = new Map<string, NewKey>();
  readonly activity = new Map<number, SessionActivity>();
  readonly ends = new Map<number, SessionEnd>();
  readonly rootTouches = new Map<number, { occurrences: number; lastSeenAt: number }>();
  readonly sessionHours = new Tally<SessionHour>();
  readonly eventHours = new EventTally();
  readonly reportHours = new Tally<ReportHour>();
  readonly tokenUse = new Map<number, number>();

  addBuild(build: NewBuild): void {
    this.builds.set(build.id, build);
    this.buildsByIdentity.set(buildName(build.projectId, build), build);
  }

  addReport(report: NewReport): void {
    this.reports.set(report.id, report);
    if (report.dedupeKey === null || report.rootId !== null) return;
    const root = { id: report.id, createdAt: report.createdAt, closed: false };
    this.roots.set(rootName(report.environmentId, report.dedupeKey), root);
  }

  addKey(key: NewKey): void {
    this.keys.set(keyName(key.projectId, key.hash), key);
  }

  /** Notes that a session was heard of: its counters and its last activity. */
  touchSession(
    id: number,
    at: number,
    counts: { events?: number; reports?: number; uploads?: number },
  ): void {
    let activity = this.activity.get(id);
    if (!activity) {
      activity = { lastActivityAt: at, events: 0, reports: 0, uploads: 0 };
      this.activity.set(id, activity);
    }
    activity.lastActivityAt = Math.max(activity.lastActivityAt, at);
    activity.events += counts.events ?? 0;
    activity.reports += counts.reports ?? 0;
    activity.uploads += counts.uploads ?? 0;
  }
}

/** Counts per distinct key, in order of first use. */
export class Tally<Key> {
  readonly entries = new Map<string, { key: Key; count: number }>();
  private last: { name: string; entry: { key: Key; count: number } } | undefined;

  /** @param name distinct for each key; `key` is only built for a name not seen before */
  add(name: string, count: number, key: () => Key): void {
    if (this.last?.name === name) {
      this.last.entry.count += count;
      return;
    }
    let entry = this.entries.get(name);
    if (!entry) this.entries.set(name, (entry = { key: key(), count: 0 }));
    entry.count += count;
    this.last = { name, entry };
  }
}

/** Counts events per hour, build and type; the types of one hour and build are found without making a name. */
export class EventTally {
  private readonly places = new Map<
    string,
    { key: Omit<EventHour, "eventType">; types: Map<string, number> }
  >();
  private last: { key: Omit<EventHour, "eventType">; types: Map<string, number> } | undefined;

  count({ projectId, environmentId }: IngestScope, hour: number, buildId: number, eventType: string): void {
    let place = this.last;
    if (
      place?.key.hour !== hour ||
      place.key.buildId !== buildId ||
      place.key.environmentId !== environmentId
    ) {
      const name = `${environmentId}|${hour}|${buildId}`;
      place = this.places.get(name);
      if (!place) {
        place = { key: { projectId, environmentId, hour, buildId }, types: new Map() };
        this.places.set(name, place);
      }
      this.last = place;
    }
    place.types.set(eventType, (place.types.get(eventType) ?? 0) + 1);
  }

  *entries(): Generator<{ key: EventHour; count: number }> {
    for (const { key, types } of this.places.values()) {
      for (const [eventType, count] of types) yield { key: { ...key, eventType }, count };
    }
  }
}

export type EventValue = number | string | null;

/** What events of one request share, and what each of them brings. */
export interface EventBlock {
  readonly projectId: number;
  readonly environmentId: number;
  readonly sessionId: number | null;
  readonly buildId: number | null;
  readonly receivedAt: number;
  /** Row id of the first; the others follow one by one. */
  readonly firstId: number;
  /** Flat: type, time and payload of each. */
  readonly values: EventValue[];
}

/** An event with what few events bring: a time not in canonical form, an id of the sender's own. */
export interface OddEvent extends Omit<EventBlock, "values"> {
  readonly eventType: string;
  readonly occurredAt: number;
  readonly occurredText: string | null;
  readonly payload: string | null;
  readonly suppliedId: Uint8Array | null;
}

/** New events, gathered so that the engine has to be told little of each. */
export class EventRows {
  static readonly rowsPerBlock = 16;
  static readonly valuesPerRow = 3;
  readonly blocks: EventBlock[] = [];
  readonly odd: OddEvent[] = [];
  private last: EventBlock | undefined;

  /** @param id follows the one before, or a new block begins */
  add(
    id: number,
    place: Omit<EventBlock, "firstId" | "values">,
    eventType: string,
    occurredAt: number,
    payload: string | null,
  ): void {
    let block = this.last;
    const rows = block === undefined ? 0 : block.values.length / EventRows.valuesPerRow;
    const continues =
      block !== undefined &&
      rows < EventRows.rowsPerBlock &&
      block.firstId + rows === id &&
      block.sessionId === place.sessionId &&
      block.buildId === place.buildId &&
      block.environmentId === place.environmentId &&
      block.receivedAt === place.receivedAt;
    if (block === undefined || !continues) {
      block = { ...place, firstId: id, values: [] };
      this.blocks.push(block);
      this.last = block;
    }
    block.values.push(eventType, occurredAt, payload);
  }
}

export type NewBuild = BuildFact & { readonly platformLabel: string };
export interface BuildTouch {
  channel: string | null;
  lastSessionAt: number;
}

export interface NewSession extends SessionFact {
  readonly playerExternalId: string | null;
  readonly playerDeviceId: string | null;
  readonly metadata: string | null;
  readonly clockSkewMs: number | null;
}

export interface SessionActivity {
  lastActivityAt: number;
  events: number;
  reports: number;
  uploads: number;
}

export interface SessionEnd {
  readonly outcome: SessionOutcome;
  readonly endedAt: number;
}

export interface NewUpload extends UploadFact {
  readonly sessionId: number | null;
  readonly mimeType: string | null;
  readonly declaredBytes: number | null;
  readonly storageKey: string;
  readonly createdAt: number;
}

export interface UploadArrival {
  readonly id: number;
  readonly tokenId: number;
  readonly bytes: number;
  readonly at: number;
  readonly day: number;
}

export interface NewReport {
  readonly id: number;
  readonly projectId: number;
  readonly environmentId: number;
  readonly sessionId: number | null;
  readonly buildId: number | null;
  readonly title: string;
  readonly description: string | null;
  readonly severity: Severity;
  readonly status: ReportStatus;
  readonly reporterType: string;
  readonly sourceChannel: string | null;
  readonly fingerprint: string | null;
  readonly dedupeKey: string | null;
  readonly rootId: number | null;
  readonly regressionOf: number | null;
  readonly platform: string | null;
  readonly version: string | null;
  readonly channel: string | null;
  readonly scene: string | null;
  /** JSON text as sent. */
  readonly context: string | null;
  readonly warnings: readonly string[];
  readonly words: readonly string[];
  readonly createdAt: number;
}

export interface NewExport {
  readonly reportId: number;
  readonly projectId: number;
  readonly provider: string;
  readonly requestedAt: number;
}

export interface NewKey {
  readonly projectId: number;
  readonly hash: KeyHash;
  readonly kind: "report" | "event" | "session";
  readonly row: number;
  readonly day: number;
  /** The key is known from the start to belong to something deleted. */
  readonly deleted: boolean;
}

export const buildName = (projectId: number, { version, platform, gitCommit }: BuildIdentity): string =>
  JSON.stringify([projectId, version, platform, gitCommit]);

export const rootName = (environmentId: number, dedupeKey: string): string => `${environmentId}:${dedupeKey}`;

export const keyName = (projectId: number, hash: KeyHash): string => `${projectId}:${hash}`;

export interface SessionHour {
  readonly projectId: number;
  readonly environmentId: number;
  readonly hour: number;
  readonly buildId: number;
  readonly channel: string;
  readonly class: SessionClass;
}

export interface EventHour {
  readonly projectId: number;
  readonly environmentId: number;
  readonly hour: number;
  /** 0 for none. */
  readonly buildId: number;
  readonly eventType: string;
}

export interface ReportHour {
  readonly projectId: number;
  readonly environmentId: number;
  readonly hour: number;
  /** 0 for none. */
  readonly buildId: number;
  readonly severity: Severity;
  readonly status: ReportStatus;
}
