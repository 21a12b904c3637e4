import type { Selectable } from "kysely";
import { dayOf } from "@hearth/core/identity/public-id";
import { formatInstant } from "@hearth/core/time/instant";
import type { StoreContext } from "../../../context.ts";
import { JsonText } from "../../../json-text.ts";
import type { PlayEventsTable } from "../../../schema.ts";
import { buildCards, type BuildCard } from "./build-cards.ts";
import { environmentCards, type EnvironmentCard } from "./environment-cards.ts";
import { reportIds } from "./report-ids.ts";
import { sessionIds } from "./session-ids.ts";

export interface EventCard {
  /** The id its sender supplied, else the one made here. */
  readonly id: string;
  readonly eventType: string;
  /** As sent. */
  readonly occurredAt: string;
  readonly receivedAt: string;
  readonly environment: EnvironmentCard | null;
  readonly sessionId: string | null;
  readonly build: BuildCard | null;
  /** As sent. */
  readonly payload: JsonText | null;
  /** The reports that name it. */
  readonly reportIds: readonly string[];
}

export type EventRow = Selectable<PlayEventsTable>;

/** Events of a project as the wire shows them, in the order given. */
export async function eventCards(
  context: StoreContext,
  projectId: number,
  rows: readonly EventRow[],
): Promise<EventCard[]> {
  const environments = await environmentCards(
    context,
    rows.map((row) => row.environment_id),
  );
  const builds = await buildCards(
    context,
    projectId,
    rows.map((row) => row.build_id),
  );
  const sessions = await sessionIds(
    context,
    projectId,
    rows.map((row) => row.session_id),
  );
  const reports = await namingReports(
    context,
    projectId,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: eventId(context, row),
    eventType: row.event_type,
    occurredAt: row.occurred_text ?? formatInstant(row.occurred_at),
    receivedAt: formatInstant(row.received_at),
    environment: environments.get(row.environment_id) ?? null,
    sessionId: row.session_id === null ? null : (sessions.get(row.session_id) ?? null),
    build: row.build_id === null ? null : (builds.get(row.build_id) ?? null),
    payload: row.payload === null ? null : new JsonText(row.payload),
    reportIds: reports.get(row.id) ?? [],
  }));
}

export function eventId(
  { ids }: StoreContext,
  row: Pick<EventRow, "id" | "received_at" | "supplied_id">,
): string {
  if (row.supplied_id === null) return ids.encode("event", dayOf(row.received_at), row.id);
  const digits = Buffer.from(row.supplied_id).toString("hex");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

async function namingReports(
  context: StoreContext,
  projectId: number,
  eventIds: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  if (eventIds.length === 0) return new Map();
  const links = await context.db
    .selectFrom("play_report_events")
    .select(["event_id", "report_id"])
    .where("event_id", "in", eventIds)
    .orderBy("report_id")
    .execute();
  const reports = await reportIds(
    context,
    projectId,
    links.map((link) => link.report_id),
  );
  const byEvent = Map.groupBy(links, (link) => link.event_id);
  return new Map(
    Array.from(byEvent, ([event, links]) => [
      event,
      links.flatMap((link) => reports.get(link.report_id) ?? []),
    ]),
  );
}
