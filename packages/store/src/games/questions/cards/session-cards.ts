import type { Selectable } from "kysely";
import { sessionStatus, type SessionStatus } from "@hearth/core/games/session-status";
import { dayOf } from "@hearth/core/identity/public-id";
import { formatInstant } from "@hearth/core/time/instant";
import type { StoreContext } from "../../../context.ts";
import type { PlaySessionsTable } from "../../../schema.ts";
import { buildCards, type BuildCard } from "./build-cards.ts";
import { environmentCards, type EnvironmentCard } from "./environment-cards.ts";

export interface SessionCard {
  readonly id: string;
  readonly status: SessionStatus;
  readonly environment: EnvironmentCard | null;
  readonly build: BuildCard | null;
  readonly channel: string | null;
  readonly player: { readonly externalId: string | null; readonly deviceId: string | null };
  /** Whether the game promised to report the end. */
  readonly lifecycle: boolean;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly lastActivityAt: string;
  /** From start to end, or to the last activity where no end is known. */
  readonly durationMs: number;
  readonly events: number;
  readonly uploads: number;
  readonly reports: number;
}

export const sessionColumns = [
  "id",
  "environment_id",
  "build_id",
  "channel",
  "player_external_id",
  "player_device_id",
  "started_at",
  "lifecycle",
  "outcome",
  "ended_at",
  "last_activity_at",
  "event_count",
  "report_count",
  "upload_count",
] as const;

export type SessionRow = Pick<Selectable<PlaySessionsTable>, (typeof sessionColumns)[number]>;

/** Sessions of a project as the wire shows them, in the order given. */
export async function sessionCards(
  context: StoreContext,
  projectId: number,
  rows: readonly SessionRow[],
): Promise<SessionCard[]> {
  const builds = await buildCards(
    context,
    projectId,
    rows.map((row) => row.build_id),
  );
  const environments = await environmentCards(
    context,
    rows.map((row) => row.environment_id),
  );
  return rows.map((row) => ({
    id: sessionId(context, row),
    status: sessionStatus(
      { outcome: row.outcome, lifecycle: row.lifecycle === 1, lastActivityAt: row.last_activity_at },
      context.now,
    ),
    environment: environments.get(row.environment_id) ?? null,
    build: builds.get(row.build_id) ?? null,
    channel: row.channel,
    player: { externalId: row.player_external_id, deviceId: row.player_device_id },
    lifecycle: row.lifecycle === 1,
    startedAt: formatInstant(row.started_at),
    endedAt: row.ended_at === null ? null : formatInstant(row.ended_at),
    lastActivityAt: formatInstant(row.last_activity_at),
    durationMs: Math.max(0, (row.ended_at ?? row.last_activity_at) - row.started_at),
    events: row.event_count,
    uploads: row.upload_count,
    reports: row.report_count,
  }));
}

export const sessionId = ({ ids }: StoreContext, row: Pick<SessionRow, "id" | "started_at">): string =>
  ids.encode("session", dayOf(row.started_at), row.id);
