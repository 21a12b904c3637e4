import type { PlayChanges } from "@hearth/core/games/intake/changes";
import { storeEvents } from "./store-events.ts";
import { storeReports } from "./store-reports.ts";
import { storeRollUps } from "./store-roll-ups.ts";
import type { Connection } from "../open.ts";

/** Writes what a group of requests wants written, inside the caller's transaction. */
export type WritePlayChanges = (changes: PlayChanges) => void;

export function writePlayChanges(database: Connection): WritePlayChanges {
  const writeParts = [
    storeBuilds(database),
    storeSessions(database),
    storeEvents(database),
    storeUploads(database),
    storeReports(database),
    storeKeys(database),
    storeRollUps(database),
    storeTokenUse(database),
  ];
  return (changes) => {
    for (const writePart of writeParts) writePart(changes);
  };
}

function storeBuilds(database: Connection): WritePlayChanges {
  const insert = database.prepare(
    `insert into play_builds (id, project_id, version, platform, platform_label, git_commit, channel, created_at,
      last_session_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const touch = database.prepare(
    "update play_builds set channel = coalesce(?, channel), last_session_at = max(last_session_at, ?) where id = ?",
  );
  return ({ builds, buildTouches }) => {
    for (const b of builds.values()) {
      const { id, projectId, version, platform, platformLabel, gitCommit, channel, createdAt } = b;
      insert.run(id, projectId, version, platform, platformLabel, gitCommit, channel, createdAt, createdAt);
    }
    for (const [id, { channel, lastSessionAt }] of buildTouches) touch.run(channel, lastSessionAt, id);
  };
}

function storeSessions(database: Connection): WritePlayChanges {
  const insert = database.prepare(
    `insert into play_sessions (id, project_id, environment_id, build_id, channel, player_external_id,
      player_device_id, metadata, started_at, clock_skew_ms, lifecycle, outcome, ended_at, last_activity_at,
      event_count, report_count, upload_count) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, null, ?, 0, 0, 0)`,
  );
  const touch = database.prepare(
    `update play_sessions set last_activity_at = max(last_activity_at, ?), event_count = event_count + ?,
      report_count = report_count + ?, upload_count = upload_count + ? where id = ?`,
  );
  const end = database.prepare("update play_sessions set outcome = ?, ended_at = ? where id = ?");
  return ({ sessions, activity, ends }) => {
    for (const s of sessions.values()) {
      insert.run(
        s.id,
        s.projectId,
        s.environmentId,
        s.buildId,
        s.channel || null,
        s.playerExternalId,
        s.playerDeviceId,
        s.metadata,
        s.startedAt,
        s.clockSkewMs,
        s.lifecycle ? 1 : 0,
        s.startedAt,
      );
    }
    for (const [id, { lastActivityAt, events, reports, uploads }] of activity) {
      touch.run(lastActivityAt, events, reports, uploads, id);
    }
    for (const [id, { outcome, endedAt }] of ends) end.run(outcome, endedAt, id);
  };
}

function storeUploads(database: Connection): WritePlayChanges {
  const insert = database.prepare(
    `insert into play_uploads (id, project_id, environment_id, session_id, token_id, attachment_type, file_name,
      mime_type, declared_bytes, storage_key, created_at, arrived_at, bytes, claimed)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, null, null, 0)`,
  );
  const arrive = database.prepare("update play_uploads set arrived_at = ?, bytes = ? where id = ?");
  const spend = database.prepare(
    `insert into play_upload_days (token_id, day, bytes) values (?, ?, ?)
      on conflict (token_id, day) do update set bytes = bytes + excluded.bytes`,
  );
  const claim = database.prepare("update play_uploads set claimed = 1 where id = ?");
  return ({ uploads, arrivals, claimedUploads }) => {
    for (const u of uploads) {
      insert.run(
        u.id,
        u.projectId,
        u.environmentId,
        u.sessionId,
        u.tokenId,
        u.attachmentType,
        u.fileName,
        u.mimeType,
        u.declaredBytes,
        u.storageKey,
        u.createdAt,
      );
    }
    for (const { id, tokenId, bytes, at, day } of arrivals.values()) {
      arrive.run(at, bytes, id);
      spend.run(tokenId, day, bytes);
    }
    for (const id of claimedUploads) claim.run(id);
  };
}

function storeKeys(database: Connection): WritePlayChanges {
  const insert = database.prepare(
    "insert into play_keys (project_id, hash, kind, row_id, day, deleted) values (?, ?, ?, ?, ?, ?)",
  );
  return ({ keys }) => {
    for (const { projectId, hash, kind, row, day, deleted } of keys.values()) {
      insert.run(projectId, Buffer.from(hash, "hex"), kind, row, day, deleted ? 1 : 0);
    }
  };
}

function storeTokenUse(database: Connection): WritePlayChanges {
  const use = database.prepare("update game_tokens set last_used_at = ? where id = ?");
  return ({ tokenUse }) => {
    for (const [tokenId, at] of tokenUse) use.run(at, tokenId);
  };
}
