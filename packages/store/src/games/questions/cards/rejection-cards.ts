import type { Selectable } from "kysely";
import { formatInstant } from "@hearth/core/time/instant";
import type { StoreContext } from "../../../context.ts";
import { JsonText } from "../../../json-text.ts";
import type { RejectionsTable } from "../../../schema.ts";
import { buildCards, type BuildCard } from "./build-cards.ts";
import { environmentCards, type EnvironmentCard } from "./environment-cards.ts";
import { rejectionId } from "./rejection-ids.ts";

export interface RejectionCard {
  readonly id: string;
  /** Which door refused: `sessions`, `events`, `uploads`, `reports`, `session-end`. */
  readonly door: string;
  /** HTTP status answered. */
  readonly status: number;
  readonly message: string;
  /** Array of `{ path, message }`. */
  readonly details: JsonText;
  readonly environment: EnvironmentCard | null;
  /** Where the body named one that is known. */
  readonly build: BuildCard | null;
  /** How often the same body was refused. */
  readonly seen: number;
  /** The last time. */
  readonly receivedAt: string;
  readonly replayedAt: string | null;
  /** HTTP status of the replay. */
  readonly replayStatus: number | null;
}

export type RejectionRow = Omit<Selectable<RejectionsTable>, "body" | "body_hash">;

/** Rejections of a project as the wire shows them, in the order given. */
export async function rejectionCards(
  context: StoreContext,
  projectId: number,
  rows: readonly RejectionRow[],
): Promise<RejectionCard[]> {
  const environments = await environmentCards(
    context,
    rows.map((row) => row.environment_id),
  );
  const builds = await buildCards(
    context,
    projectId,
    rows.map((row) => row.build_id),
  );
  return rows.map((row) => ({
    id: rejectionId(context, row.id),
    door: row.door,
    status: row.status,
    message: row.message,
    details: new JsonText(row.details),
    environment: environments.get(row.environment_id) ?? null,
    build: row.build_id === null ? null : (builds.get(row.build_id) ?? null),
    seen: row.seen,
    receivedAt: formatInstant(row.received_at),
    replayedAt: row.replayed_at === null ? null : formatInstant(row.replayed_at),
    replayStatus: row.replay_status,
  }));
}
