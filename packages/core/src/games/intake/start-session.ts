import { dayOf } from "../../identity/public-id.ts";
import { formatInstant, parseInstant } from "../../time/instant.ts";
import { hourOf } from "../event-time.ts";
import type { Channel } from "../vocabulary.ts";
import { buildPublicId, keyHash, type PlayDesk } from "./desk.ts";
import type { BuildFact, SessionFact } from "./facts.ts";
import type { IngestContext } from "./scope.ts";
import { sessionHourName } from "./session-hour.ts";

/** A session start as its game sent it, checked for shape. */
export interface SessionStart {
  readonly version: string;
  readonly platform: string;
  readonly gitCommit: string;
  readonly channel: Channel | null;
  readonly playerExternalId: string | null;
  readonly playerDeviceId: string | null;
  /** JSON text. */
  readonly metadata: string | null;
  readonly sentAt: string | null;
  /** Whether the game promises to report the end. */
  readonly lifecycle: boolean;
  readonly idempotencyKey: string | null;
}

export interface SessionReceipt {
  readonly sessionId: string;
  readonly buildId: string;
  readonly startedAt: string;
  /** The session was there already. */
  readonly idempotent: boolean;
  /** The session was deleted since; nothing was stored. */
  readonly deleted: boolean;
}

/** Opens a play session on the build it names, making the build where it is the first of it. */
export function startSession(
  desk: PlayDesk,
  { scope, now }: IngestContext,
  start: SessionStart,
): SessionReceipt {
  const hash = start.idempotencyKey === null ? null : keyHash(desk, "session", start.idempotencyKey);
  const known = hash === null ? undefined : desk.facts.key(scope.projectId, hash);
  if (known) {
    const fact = known.deleted ? undefined : desk.facts.session(known.row);
    const played = fact && desk.facts.build(fact.buildId);
    return {
      sessionId: desk.ids.encode("session", known.day, known.row),
      buildId: buildPublicId(desk, played ?? findOrMakeBuild(desk, { scope, now }, start)),
      startedAt: formatInstant(fact?.startedAt ?? now),
      idempotent: true,
      deleted: known.deleted,
    };
  }

  const build = findOrMakeBuild(desk, { scope, now }, start);
  const session: SessionFact = {
    id: desk.nextRow("session"),
    organizationId: scope.organizationId,
    projectId: scope.projectId,
    environmentId: scope.environmentId,
    buildId: build.id,
    channel: start.channel ?? "",
    startedAt: now,
    lifecycle: start.lifecycle,
    outcome: null,
    endedAt: null,
  };
  const sentAt = start.sentAt === null ? undefined : parseInstant(start.sentAt);
  desk.changes.sessions.set(session.id, {
    ...session,
    playerExternalId: start.playerExternalId,
    playerDeviceId: start.playerDeviceId,
    metadata: start.metadata,
    clockSkewMs: sentAt === undefined ? null : now - sentAt,
  });
  if (hash !== null) {
    const { projectId } = scope;
    desk.changes.addKey({
      projectId,
      hash,
      kind: "session",
      row: session.id,
      day: dayOf(now),
      deleted: false,
    });
  }
  touchBuild(desk, build, start.channel, now);
  const className = session.lifecycle ? "declared" : "undeclared";
  desk.changes.sessionHours.add(sessionHourName(session, className), 1, () => ({
    projectId: scope.projectId,
    environmentId: scope.environmentId,
    hour: hourOf(now),
    buildId: build.id,
    channel: session.channel,
    class: className,
  }));
  return {
    sessionId: desk.ids.encode("session", dayOf(now), session.id),
    buildId: buildPublicId(desk, build),
    startedAt: formatInstant(now),
    idempotent: false,
    deleted: false,
  };
}

function findOrMakeBuild(desk: PlayDesk, { scope, now }: IngestContext, start: SessionStart): BuildFact {
  const identity = {
    version: start.version,
    platform: start.platform.toLowerCase(),
    gitCommit: start.gitCommit,
  };
  const known = desk.facts.buildByIdentity(scope.projectId, identity);
  if (known) return known;
  const build = {
    ...identity,
    id: desk.nextRow("build"),
    organizationId: scope.organizationId,
    projectId: scope.projectId,
    platformLabel: start.platform,
    channel: start.channel,
    createdAt: now,
  };
  desk.changes.addBuild(build);
  return build;
}

function touchBuild(desk: PlayDesk, build: BuildFact, channel: Channel | null, now: number): void {
  const touch = desk.changes.buildTouches.get(build.id);
  if (touch) {
    touch.lastSessionAt = Math.max(touch.lastSessionAt, now);
    touch.channel = channel ?? touch.channel;
  } else {
    desk.changes.buildTouches.set(build.id, { channel, lastSessionAt: now });
  }
}
