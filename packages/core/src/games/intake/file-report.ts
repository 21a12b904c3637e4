import { HearthError } from "../../errors.ts";
import { dayOf } from "../../identity/public-id.ts";
import { hourOf } from "../event-time.ts";
import { searchWords } from "../search-words.ts";
import { normaliseStack } from "../stack-key.ts";
import { reportFilesLimit } from "../upload-limits.ts";
import type { ReportStatus } from "../vocabulary.ts";
import { keyHash, type PlayDesk } from "./desk.ts";
import type { BuildFact, EventFact, RootFact, SessionFact } from "./facts.ts";
import { readStack } from "./read-report.ts";
import { recordEvents } from "./record-events.ts";
import { findBuild, findEvent, findSession, findUpload } from "./references.ts";
import type { ReportFiling } from "./report-filing.ts";
import type { IngestContext } from "./scope.ts";

export interface ReportReceipt {
  readonly id: string;
  readonly status: ReportStatus | "deleted";
  readonly idempotent: boolean;
  /** Public id of the first report, where this is a repeat of it. */
  readonly duplicateOf: string | null;
  /** Public id of the closed issue this one came back from. */
  readonly regressionOf: string | null;
  readonly warnings: readonly string[];
}

/** Stores a report with all it names, once for each `clientRequestId`; never refuses one. */
export function fileReport(desk: PlayDesk, context: IngestContext, filing: ReportFiling): ReportReceipt {
  const { scope, now } = context;
  const { warnings } = filing;
  const { projectId } = scope;
  const hash = filing.clientRequestId === null ? null : keyHash(desk, "report", filing.clientRequestId);
  const known = hash === null ? undefined : desk.facts.key(projectId, hash);
  const none = { duplicateOf: null, regressionOf: null, warnings };
  if (known) {
    const id = desk.ids.encode("report", known.day, known.row);
    return { ...none, id, status: known.deleted ? "deleted" : "new", idempotent: true };
  }

  const row = desk.nextRow("report");
  const day = dayOf(now);
  const id = desk.ids.encode("report", day, row);
  const session = filing.sessionId === null ? undefined : findSession(desk, scope, filing.sessionId);
  const deleted = session?.state === "deleted";
  if (hash !== null) desk.changes.addKey({ projectId, hash, kind: "report", row, day, deleted });
  if (deleted) return { ...none, id, status: "deleted", idempotent: false };

  const place = findPlace(desk, context, filing, session?.state === "found" ? session.fact : undefined);
  if (session && session.state !== "found")
    warnings.push("sessionId: is no session of this project; left out");
  const events = linkEvents(desk, context, filing, row, place.session);
  linkUploads(desk, context, filing, row);

  const dedupeKey = dedupeKeyOf(desk, filing, events);
  const root = dedupeKey === null ? undefined : desk.facts.root(scope.environmentId, dedupeKey);
  const isDuplicate = root !== undefined && !root.closed;
  const status = isDuplicate ? "duplicate" : filing.exportProviders.length > 0 ? "export_pending" : "new";
  if (isDuplicate) countOccurrence(desk, root, now);
  for (const provider of filing.exportProviders) {
    desk.changes.exports.push({ reportId: row, projectId, provider, requestedAt: now });
  }
  desk.changes.addReport({
    id: row,
    projectId,
    environmentId: scope.environmentId,
    sessionId: place.session?.id ?? null,
    buildId: place.build?.id ?? null,
    title: filing.title,
    description: filing.description,
    severity: filing.severity,
    status,
    reporterType: filing.reporterType,
    sourceChannel: filing.sourceChannel,
    fingerprint: filing.fingerprint,
    dedupeKey,
    rootId: isDuplicate ? root.id : null,
    regressionOf: root && root.closed ? root.id : null,
    platform: place.build?.platform ?? filing.platform?.toLowerCase() ?? null,
    version: place.build?.version ?? filing.version,
    channel: place.session?.channel || (place.build?.channel ?? null),
    scene: filing.scene,
    context: filing.contextText,
    warnings,
    words: searchWords(
      [filing.title, filing.description, filing.scene, filing.fingerprint].filter((text) => text !== null),
    ),
    createdAt: now,
  });
  const buildId = place.build?.id ?? 0;
  const hour = hourOf(now);
  const { environmentId } = scope;
  const { severity } = filing;
  desk.changes.reportHours.add(`${environmentId}|${hour}|${buildId}|${severity}|${status}`, 1, () => ({
    projectId,
    environmentId,
    hour,
    buildId,
    severity,
    status,
  }));
  if (place.session) desk.changes.touchSession(place.session.id, now, { reports: 1 });
  const rootId = root ? desk.ids.encode("report", dayOf(root.createdAt), root.id) : null;
  return {
    id,
    status,
    idempotent: false,
    duplicateOf: isDuplicate ? rootId : null,
    regressionOf: isDuplicate ? null : rootId,
    warnings,
  };
}

function findPlace(
  desk: PlayDesk,
  { scope }: IngestContext,
  filing: ReportFiling,
  session: SessionFact | undefined,
): { session: SessionFact | undefined; build: BuildFact | undefined } {
  const named = filing.buildId === null ? undefined : findBuild(desk, scope, filing.buildId);
  if (named && named.state !== "found")
    filing.warnings.push("buildId: is no build of this project; left out");
  const build = named?.state === "found" ? named.fact : session && desk.facts.build(session.buildId);
  return { session, build };
}

/** Error events whose stack may tell what a report is about: a report can name thousands. */
const mostErrors = 20;

/** Links the events named and makes the inline ones; returns what is known of the last that tell an error. */
function linkEvents(
  desk: PlayDesk,
  context: IngestContext,
  filing: ReportFiling,
  reportId: number,
  session: SessionFact | undefined,
): Pick<EventFact, "payload">[] {
  const errors: Pick<EventFact, "payload">[] = [];
  const linked = new Set<number>();
  let unknown = 0;
  const link = (eventId: number, eventType: string, fact: Pick<EventFact, "payload">): void => {
    if (linked.has(eventId)) return;
    desk.changes.reportEvents.push({ reportId, position: linked.size, eventId });
    linked.add(eventId);
    if (eventType !== "error") return;
    errors.push(fact);
    if (errors.length > mostErrors) errors.shift();
  };
  for (const id of filing.eventIds) {
    const event = findEvent(desk, context.scope, id);
    if (event.state !== "found") {
      unknown++;
      continue;
    }
    link(event.fact.id, event.fact.eventType, event.fact);
  }
  if (unknown > 0) filing.warnings.push(`eventIds: ${unknown} are no events of this project; left out`);
  for (const { path, item } of filing.events) {
    const sessionId = item.sessionId ?? (session && filing.sessionId);
    try {
      const [receipt] = recordEvents(desk, context, [{ ...item, sessionId: sessionId ?? null }], () => path);
      if (receipt?.row !== undefined) link(receipt.row, item.eventType, item);
    } catch (error) {
      if (!(error instanceof HearthError)) throw error;
      filing.warnings.push(`${path.slice(0, -1)}: ${error.message} It is left out.`);
    }
  }
  return errors;
}

function linkUploads(desk: PlayDesk, { scope }: IngestContext, filing: ReportFiling, reportId: number): void {
  const linked = new Set<number>();
  let bytes = 0;
  for (const { path, uploadId } of filing.attachments) {
    const upload = findUpload(desk, scope, uploadId);
    if (upload.state !== "found" || linked.has(upload.fact.id)) {
      filing.warnings.push(`${path}.uploadId: is no upload of this project, or is named twice; left out`);
      continue;
    }
    const together = bytes + (upload.fact.bytes ?? 0);
    if (together > reportFilesLimit) {
      filing.warnings.push(
        `${path}: the report's files exceed ${reportFilesLimit} bytes together; not linked`,
      );
      continue;
    }
    desk.changes.reportAttachments.push({ reportId, position: linked.size, uploadId: upload.fact.id });
    desk.changes.claimedUploads.add(upload.fact.id);
    linked.add(upload.fact.id);
    bytes = together;
  }
}

/** What identical reports share: the fingerprint, else the stack of the report or of its last error event. */
function dedupeKeyOf(
  desk: PlayDesk,
  filing: ReportFiling,
  errors: Pick<EventFact, "payload">[],
): string | null {
  if (filing.fingerprint !== null) return `fingerprint:${desk.digest(filing.fingerprint)}`;
  const stacks = [
    filing.stack,
    ...errors.toReversed().map(({ payload }) => payload && readStack(JSON.parse(payload))),
  ];
  const stack = stacks.map((text) => normaliseStack(text ?? "")).find((text) => text !== "");
  return stack === undefined ? null : `stack:${desk.digest(stack)}`;
}

function countOccurrence(desk: PlayDesk, root: RootFact, now: number): void {
  const touch = desk.changes.rootTouches.get(root.id) ?? { occurrences: 0, lastSeenAt: now };
  desk.changes.rootTouches.set(root.id, {
    occurrences: touch.occurrences + 1,
    lastSeenAt: Math.max(touch.lastSeenAt, now),
  });
}
