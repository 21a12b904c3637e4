import type { Connection } from "../open.ts";
import type { WritePlayChanges } from "./write-play-changes.ts";

/** Adds the group's counts to the hourly roll-ups; a count that falls to nothing leaves. */
export function storeRollUps(database: Connection): WritePlayChanges {
  const sessions = database.prepare(
    `insert into play_session_hours (project_id, environment_id, hour, build_id, channel, class, sessions, aged)
      values (?, ?, ?, ?, ?, ?, ?, 0) on conflict do update set sessions = sessions + excluded.sessions`,
  );
  const dropEmpty = database.prepare(
    `delete from play_session_hours where project_id = ? and environment_id = ? and hour = ? and build_id = ?
      and channel = ? and class = ? and sessions = 0`,
  );
  const events = database.prepare(
    `insert into play_event_hours (project_id, environment_id, hour, build_id, event_type, events, aged)
      values (?, ?, ?, ?, ?, ?, 0) on conflict do update set events = events + excluded.events`,
  );
  const reports = database.prepare(
    `insert into play_report_hours (project_id, environment_id, hour, build_id, severity, status, reports)
      values (?, ?, ?, ?, ?, ?, ?) on conflict do update set reports = reports + excluded.reports`,
  );
  return ({ sessionHours, eventHours, reportHours }) => {
    for (const { key, count } of sessionHours.entries.values()) {
      const place = [key.projectId, key.environmentId, key.hour, key.buildId, key.channel, key.class];
      sessions.run(...place, count);
      if (count < 0) dropEmpty.run(...place);
    }
    for (const { key, count } of eventHours.entries()) {
      events.run(key.projectId, key.environmentId, key.hour, key.buildId, key.eventType, count);
    }
    for (const { key, count } of reportHours.entries.values()) {
      reports.run(key.projectId, key.environmentId, key.hour, key.buildId, key.severity, key.status, count);
    }
  };
}
