import { hourOf } from "@hearth/core/games/event-time";
import type { StoreContext } from "../../../context.ts";
import { environmentCards, type EnvironmentCard } from "../cards/environment-cards.ts";
import { eventHours } from "../rollups/event-hours.ts";
import { reportCells, sumReports } from "../rollups/report-cells.ts";
import type { RollUpPlace } from "../rollups/roll-up-place.ts";
import { sessionCells, sumSessions } from "../rollups/session-cells.ts";

/** What happened in an environment within the last 24 hours. */
export interface EnvironmentActivity {
  readonly environment: EnvironmentCard;
  readonly sessions: number;
  readonly reports: number;
  /** By the hour: those of the hour in which the 24 began are all counted. */
  readonly events: number;
}

const day = 86_400_000;

/** The activity of each environment of a place, in the order they were made. */
export async function environmentActivity(
  context: StoreContext,
  place: RollUpPlace,
): Promise<EnvironmentActivity[]> {
  const range = { from: context.now - day, to: undefined };
  const sessions = await sessionCells(context, place, range);
  const reports = await reportCells(context, place, range);
  const events = await eventHours(context, place, { from: hourOf(range.from), to: undefined })
    .select((eb) => ["environment_id", eb.fn.sum("events").as("events")])
    .groupBy("environment_id")
    .execute();
  const eventsOf = new Map(events.map((row) => [row.environment_id, Number(row.events)]));
  const environments = await environmentCards(context, place.environmentIds);
  const inOrder = [...environments].toSorted(([a], [b]) => a - b);
  return inOrder.map(([id, environment]) => ({
    environment,
    sessions: sumSessions(sessions.filter((cell) => cell.environmentId === id)),
    reports: sumReports(reports.filter((cell) => cell.environmentId === id)),
    events: eventsOf.get(id) ?? 0,
  }));
}
