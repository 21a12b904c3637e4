import { HearthError } from "../../errors.ts";
import { dayOf } from "../../identity/public-id.ts";
import { formatInstant, isCanonicalInstant, parseInstant } from "../../time/instant.ts";
import { hourOf, rollUpTime } from "../event-time.ts";
import { buildPublicId, keyHash, type PlayDesk } from "./desk.ts";
import type { BuildFact, SessionFact } from "./facts.ts";
import { demand, findBuild, findSession } from "./references.ts";
import type { IngestContext } from "./scope.ts";

/** One event as sent, checked for shape; absent members are null. */
export interface EventItem {
  readonly id: string | null;
  readonly sessionId: string | null;
  readonly buildId: string | null;
  readonly eventType: string;
  readonly occurredAt: string | null;
  /** JSON text of an object. */
  readonly payload: string | null;
}

export interface EventReceipt {
  readonly id: string;
  readonly destination: Pick<Destination, "sessionId" | "buildId">;
  readonly eventType: string;
  readonly occurredAt: string;
  readonly payload: string | null;
  /** Row of the stored event; undefined where nothing is stored because it was deleted. */
  readonly row: number | undefined;
  readonly warning: string | undefined;
}

/** Where an event goes, found once for all events of a request that name the same. */
interface Destination {
  readonly session: SessionFact | undefined;
  readonly build: BuildFact | undefined;
  readonly sessionId: string | null;
  readonly buildId: string | null;
  readonly deleted: boolean;
}

const suppliedIdShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Stores a batch of events, or none of it.
 * @throws HearthError `invalid_request` or `forbidden`, its path that of the first event at fault
 */
export function recordEvents(
  desk: PlayDesk,
  context: IngestContext,
  items: readonly EventItem[],
  pathOf: (index: number) => string,
): EventReceipt[] {
  const destinations = findDestinations(desk, context, items, pathOf);
  return items.map((item, index) => recordEvent(desk, context, item, destinations[index]!));
}

/** Finds where every event goes before anything is noted, so that a refusal leaves no trace. */
function findDestinations(
  desk: PlayDesk,
  { scope }: IngestContext,
  items: readonly EventItem[],
  pathOf: (index: number) => string,
): Destination[] {
  let last: { item: EventItem; destination: Destination } | undefined;
  return items.map((item, index) => {
    if (!last || last.item.sessionId !== item.sessionId || last.item.buildId !== item.buildId) {
      last = { item, destination: findDestination(desk, { scope }, item, pathOf(index)) };
    }
    if (item.id !== null) demandOwnId(desk, item.id, `${pathOf(index)}id`);
    return last.destination;
  });
}

function findDestination(
  desk: PlayDesk,
  { scope }: Pick<IngestContext, "scope">,
  item: EventItem,
  path: string,
): Destination {
  const session =
    item.sessionId === null
      ? undefined
      : demand(findSession(desk, scope, item.sessionId), "session", `${path}sessionId`);
  const named =
    item.buildId === null
      ? undefined
      : demand(findBuild(desk, scope, item.buildId), "build", `${path}buildId`);
  const deleted = session === "deleted" || named === "deleted";
  const found = session === "deleted" ? undefined : session;
  const build = named === "deleted" ? undefined : (named ?? (found && desk.facts.build(found.buildId)));
  return {
    session: found,
    build,
    sessionId: item.sessionId?.toLowerCase() ?? null,
    buildId: build ? buildPublicId(desk, build) : null,
    deleted,
  };
}

/** @throws HearthError `invalid_request` for an id that is no UUID, or that this server made */
function demandOwnId(desk: PlayDesk, id: string, path: string): void {
  if (!suppliedIdShape.test(id)) {
    throw new HearthError("invalid_request", `${path} must be a UUID; leave it out to have one made.`, [
      { path, message: "must be a UUID" },
    ]);
  }
  if (desk.ids.decode(id)) {
    throw new HearthError(
      "invalid_request",
      `${path} is an id this server made itself: send an id of your own, or none.`,
      [{ path, message: "must not be an id made by this server" }],
    );
  }
}

function recordEvent(
  desk: PlayDesk,
  { scope, now }: IngestContext,
  item: EventItem,
  destination: Destination,
): EventReceipt {
  const { changes, ids } = desk;
  const { session, build } = destination;
  const read = item.occurredAt === null ? now : parseInstant(item.occurredAt);
  const occurredAt = read ?? now;
  const isKept = item.occurredAt !== null && read !== undefined;
  const occurredText = isKept ? item.occurredAt : formatInstant(occurredAt);
  const hash = item.id === null ? undefined : keyHash(desk, "event", item.id);
  const known = hash === undefined ? undefined : desk.facts.key(scope.projectId, hash);
  const isNew = !known && !destination.deleted;
  const row = known ? known.row : desk.nextRow("event");
  if (isNew) {
    if (hash !== undefined) {
      const { projectId } = scope;
      changes.addKey({ projectId, hash, kind: "event", row, day: dayOf(now), deleted: false });
    }
    const isCanonical = !isKept || isCanonicalInstant(occurredText, occurredAt);
    const place = {
      projectId: scope.projectId,
      environmentId: scope.environmentId,
      sessionId: session?.id ?? null,
      buildId: build?.id ?? null,
      receivedAt: now,
    };
    if (isCanonical && item.id === null) {
      changes.events.add(row, place, item.eventType, occurredAt, item.payload);
    } else {
      const { eventType, payload } = item;
      const suppliedId = item.id === null ? null : uuidBytes(item.id);
      const kept = isCanonical ? null : occurredText;
      changes.events.odd.push({
        ...place,
        firstId: row,
        eventType,
        occurredAt,
        occurredText: kept,
        payload,
        suppliedId,
      });
    }
    changes.eventHours.count(scope, hourOf(rollUpTime(occurredAt, now)), build?.id ?? 0, item.eventType);
    if (session) changes.touchSession(session.id, now, { events: 1 });
  }
  return {
    id: item.id === null ? ids.encode("event", dayOf(now), row) : item.id.toLowerCase(),
    destination,
    eventType: item.eventType,
    occurredAt: occurredText,
    payload: item.payload,
    row: isNew || known?.deleted === false ? row : undefined,
    warning: read === undefined ? "occurredAt cannot be read as ISO 8601; server time is used" : undefined,
  };
}

function uuidBytes(uuid: string): Uint8Array {
  const digits = uuid.replaceAll("-", "");
  return Uint8Array.from({ length: 16 }, (_, at) => parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}
