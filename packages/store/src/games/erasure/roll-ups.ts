import type { Kysely } from "kysely";
import { hourOf, rollUpTime } from "@hearth/core/games/event-time";
import type { PlayEventsTable, PlayReportsTable, PlaySessionsTable, Schema } from "../../schema.ts";

/**
 * Why rows go. What is erased leaves the counts as well; what has aged stays counted, and the roll-up
 * remembers how much of its count has no rows any more.
 */
export type Fate = "erased" | "aged";

export type CountedSession = Pick<
  PlaySessionsTable,
  "project_id" | "environment_id" | "build_id" | "channel" | "started_at" | "outcome" | "lifecycle"
>;

export async function discountSession(
  db: Kysely<Schema>,
  session: CountedSession,
  fate: Fate,
): Promise<void> {
  const place = {
    project_id: session.project_id,
    environment_id: session.environment_id,
    hour: hourOf(session.started_at),
    build_id: session.build_id,
    channel: session.channel ?? "",
    class: session.outcome ?? (session.lifecycle === 1 ? ("declared" as const) : ("undeclared" as const)),
  };
  await db
    .updateTable("play_session_hours")
    .set((row) => (fate === "aged" ? { aged: row("aged", "+", 1) } : { sessions: row("sessions", "-", 1) }))
    .where((row) => row.and(place))
    .execute();
  if (fate === "aged") return;
  await db
    .deleteFrom("play_session_hours")
    .where((row) => row.and({ ...place, sessions: 0 }))
    .execute();
}

export type CountedEvent = Pick<
  PlayEventsTable,
  "project_id" | "environment_id" | "build_id" | "event_type" | "occurred_at" | "received_at"
>;

/** Counts at most a chunk of events out, in a few statements however many hours they fill. */
export async function discountEvents(
  db: Kysely<Schema>,
  events: readonly CountedEvent[],
  fate: Fate,
): Promise<void> {
  const hours = [
    ...Map.groupBy(events.map(eventHourOf), (hour) => Object.values(hour).join("\n")).values(),
  ].map((same) => ({
    ...same[0]!,
    events: fate === "aged" ? 0 : -same.length,
    aged: fate === "aged" ? same.length : 0,
  }));
  await db
    .insertInto("play_event_hours")
    .values(hours)
    .onConflict((clash) =>
      clash
        .columns(["project_id", "environment_id", "hour", "build_id", "event_type"])
        .doUpdateSet((row) => ({
          events: row("play_event_hours.events", "+", row.ref("excluded.events")),
          aged: row("play_event_hours.aged", "+", row.ref("excluded.aged")),
        })),
    )
    .execute();
  if (fate === "erased") await dropEmptyHours(db, hours);
}

async function dropEmptyHours(
  db: Kysely<Schema>,
  hours: readonly ReturnType<typeof eventHourOf>[],
): Promise<void> {
  for (const [environment, own] of Map.groupBy(hours, ({ environment_id }) => environment_id)) {
    const touched = own.map(({ hour }) => hour);
    await db
      .deleteFrom("play_event_hours")
      .where("project_id", "=", own[0]!.project_id)
      .where("environment_id", "=", environment)
      .where("hour", ">=", Math.min(...touched))
      .where("hour", "<=", Math.max(...touched))
      .where("events", "<=", 0)
      .execute();
  }
}

const eventHourOf = (event: CountedEvent) => ({
  project_id: event.project_id,
  environment_id: event.environment_id,
  hour: hourOf(rollUpTime(event.occurred_at, event.received_at)),
  build_id: event.build_id ?? 0,
  event_type: event.event_type,
});

export type CountedReport = Pick<
  PlayReportsTable,
  "project_id" | "environment_id" | "build_id" | "severity" | "status" | "created_at"
>;

export async function discountReport(db: Kysely<Schema>, report: CountedReport): Promise<void> {
  const place = reportHourOf(report);
  await db
    .updateTable("play_report_hours")
    .set((row) => ({ reports: row("reports", "-", 1) }))
    .where((row) => row.and(place))
    .execute();
  await db
    .deleteFrom("play_report_hours")
    .where((row) => row.and({ ...place, reports: 0 }))
    .execute();
}

export async function countReport(db: Kysely<Schema>, report: CountedReport): Promise<void> {
  await db
    .insertInto("play_report_hours")
    .values({ ...reportHourOf(report), reports: 1 })
    .onConflict((clash) =>
      clash
        .columns(["project_id", "environment_id", "hour", "build_id", "severity", "status"])
        .doUpdateSet((row) => ({ reports: row("play_report_hours.reports", "+", 1) })),
    )
    .execute();
}

const reportHourOf = (report: CountedReport) => ({
  project_id: report.project_id,
  environment_id: report.environment_id,
  hour: hourOf(report.created_at),
  build_id: report.build_id ?? 0,
  severity: report.severity,
  status: report.status,
});
