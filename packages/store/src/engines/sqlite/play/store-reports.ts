import type { NewReport } from "@hearth/core/games/intake/changes";
import type { Connection } from "../open.ts";
import type { WritePlayChanges } from "./write-play-changes.ts";

export function storeReports(database: Connection): WritePlayChanges {
  const insert = insertReport(database);
  const word = database.prepare(
    "insert into play_report_words (project_id, word, report_id) values (?, ?, ?)",
  );
  const attach = database.prepare(
    "insert into play_report_attachments (report_id, position, upload_id) values (?, ?, ?)",
  );
  const link = database.prepare(
    "insert into play_report_events (report_id, position, event_id) values (?, ?, ?)",
  );
  const order = database.prepare(
    `insert into play_exports (report_id, provider, project_id, status, requested_at, url)
      values (?, ?, ?, 'pending', ?, null)`,
  );
  const touchRoot = database.prepare(
    "update play_reports set occurrences = occurrences + ?, last_seen_at = max(last_seen_at, ?) where id = ?",
  );
  return ({ reports, reportAttachments, reportEvents, exports, rootTouches }) => {
    for (const report of reports.values()) {
      insert(report);
      for (const text of report.words) word.run(report.projectId, text, report.id);
    }
    for (const { reportId, position, uploadId } of reportAttachments)
      attach.run(reportId, position, uploadId);
    for (const { reportId, position, eventId } of reportEvents) link.run(reportId, position, eventId);
    for (const { reportId, provider, projectId, requestedAt } of exports) {
      order.run(reportId, provider, projectId, requestedAt);
    }
    for (const [id, { occurrences, lastSeenAt }] of rootTouches) touchRoot.run(occurrences, lastSeenAt, id);
  };
}

function insertReport(database: Connection): (report: NewReport) => void {
  const insert = database.prepare(
    `insert into play_reports (id, project_id, environment_id, session_id, build_id, title, description, severity,
      status, reporter_type, source_channel, fingerprint, dedupe_key, root_id, regression_of, occurrences,
      last_seen_at, platform, version, channel, scene, context, warnings, created_at)
      values (@id, @projectId, @environmentId, @sessionId, @buildId, @title, @description, @severity,
      @status, @reporterType, @sourceChannel, @fingerprint, @dedupeKey, @rootId, @regressionOf, 1,
      @createdAt, @platform, @version, @channel, @scene, @context, @warnings, @createdAt)`,
  );
  return ({ words: _words, warnings, ...report }) => {
    insert.run({ ...report, warnings: warnings.length > 0 ? JSON.stringify(warnings) : null });
  };
}
