import { idleSince } from "@hearth/core/games/session-status";
import type { SessionTally } from "@hearth/core/games/stability";
import type { StoreContext } from "../../../context.ts";
import type { SessionClass } from "../../../schema.ts";
import type { TimeRange } from "../filters/time-range.ts";
import { hourRange, type HourRange, type Hours } from "./hour-range.ts";
import type { RollUpPlace } from "./roll-up-place.ts";
import { sessionHours } from "./session-hours.ts";
import { aside } from "../filters/aside.ts";

/** Sessions that started in a range, those that retention removed included. */
export interface SessionCell {
  readonly environmentId: number;
  readonly buildId: number;
  /** Empty for none. */
  readonly channel: string;
  /** `open` are those that promised an end and are still heard of. */
  readonly class: SessionClass | "open";
  readonly sessions: number;
}

/** What started in a place within a range: from the roll-ups, and from rows at the ends of the range. */
export async function sessionCells(
  context: StoreContext,
  place: RollUpPlace,
  range: TimeRange,
): Promise<SessionCell[]> {
  const { hours, edges } = hourRange(range);
  const cells: SessionCell[] = hours === null ? [] : await rolledUp(context, place, hours);
  for (const edge of edges) cells.push(...(await startedIn(context, place, edge)));
  for (const open of await stillOpen(context, place, range)) {
    cells.push(open, { ...open, class: "declared", sessions: -open.sessions });
  }
  return cells;
}

/** Cells as a crash-free rate takes them. */
export function tallySessions(cells: readonly SessionCell[]): SessionTally {
  const sum = (...classes: SessionCell["class"][]) =>
    cells.reduce((sum, cell) => sum + (classes.includes(cell.class) ? cell.sessions : 0), 0);
  return {
    ok: sum("ok"),
    crashed: sum("crashed"),
    abnormal: sum("abnormal", "declared"),
    uncounted: sum("undeclared", "open"),
  };
}

export const sumSessions = (cells: readonly SessionCell[]): number =>
  cells.reduce((sum, cell) => sum + cell.sessions, 0);

async function rolledUp(context: StoreContext, place: RollUpPlace, hours: Hours): Promise<SessionCell[]> {
  const rows = await sessionHours(context, place, hours)
    .select((eb) => ["environment_id", "build_id", "channel", "class", eb.fn.sum("sessions").as("sessions")])
    .groupBy(["environment_id", "build_id", "channel", "class"])
    .execute();
  return rows.map((row) => ({
    environmentId: row.environment_id,
    buildId: row.build_id,
    channel: row.channel,
    class: row.class,
    sessions: Number(row.sessions),
  }));
}

async function startedIn(
  context: StoreContext,
  place: RollUpPlace,
  edge: HourRange["edges"][number],
): Promise<SessionCell[]> {
  const rows = await placed(context, place)
    .where("started_at", ">=", edge.from)
    .where("started_at", "<", edge.to)
    .select((eb) => [
      "environment_id",
      "build_id",
      "channel",
      "outcome",
      "lifecycle",
      eb.fn.countAll().as("sessions"),
    ])
    .groupBy(["environment_id", "build_id", "channel", "outcome", "lifecycle"])
    .execute();
  return rows.map((row) => ({
    environmentId: row.environment_id,
    buildId: row.build_id,
    channel: row.channel ?? "",
    class: row.outcome ?? (row.lifecycle === 1 ? "declared" : "undeclared"),
    sessions: Number(row.sessions),
  }));
}

async function stillOpen(
  context: StoreContext,
  place: RollUpPlace,
  range: TimeRange,
): Promise<SessionCell[]> {
  // Found by their last activity, not by their start: the open are few, whatever the range.
  const { from, to } = range;
  const rows = await placed(context, place)
    .$if(from !== undefined, (query) => query.where(aside("started_at"), ">=", from!))
    .$if(to !== undefined, (query) => query.where(aside("started_at"), "<", to!))
    .where("outcome", "is", null)
    .where("lifecycle", "=", 1)
    .where("last_activity_at", ">", idleSince(context.now))
    .select((eb) => ["environment_id", "build_id", "channel", eb.fn.countAll().as("sessions")])
    .groupBy(["environment_id", "build_id", "channel"])
    .execute();
  return rows.map((row) => ({
    environmentId: row.environment_id,
    buildId: row.build_id,
    channel: row.channel ?? "",
    class: "open" as const,
    sessions: Number(row.sessions),
  }));
}

const placed = ({ db }: StoreContext, { projectId, environmentIds }: RollUpPlace) =>
  db
    .selectFrom("play_sessions")
    .where("project_id", "=", projectId)
    .where(aside("environment_id"), "in", environmentIds);
