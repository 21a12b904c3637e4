import type { DialectWords } from "./dialect.ts";

/** The play session: builds, sessions, events, uploads, reports, their keys and roll-ups. */
export const play = ({ serial, integer, bytes, clustered, trigger }: DialectWords): string[] => [
  `create table play_builds (
    id ${integer} primary key,
    project_id ${integer} not null,
    version text not null,
    platform text not null,
    platform_label text not null,
    git_commit text not null,
    channel text,
    created_at ${integer} not null,
    last_session_at ${integer} not null,
    unique (project_id, version, platform, git_commit)
  )`,

  `create table play_sessions (
    id ${integer} primary key,
    project_id ${integer} not null,
    environment_id ${integer} not null,
    build_id ${integer} not null,
    channel text,
    player_external_id text,
    player_device_id text,
    metadata text,
    started_at ${integer} not null,
    clock_skew_ms ${integer},
    lifecycle ${integer} not null,
    outcome text,
    ended_at ${integer},
    last_activity_at ${integer} not null,
    event_count ${integer} not null,
    report_count ${integer} not null,
    upload_count ${integer} not null
  )`,
  `create index play_sessions_by_project on play_sessions (project_id, started_at, id)`,
  `create index play_sessions_by_environment on play_sessions (environment_id, started_at, id)`,
  `create index play_sessions_by_build on play_sessions (build_id, started_at, id)`,
  `create index play_sessions_by_channel on play_sessions (project_id, channel, started_at, id)`,
  `create index play_sessions_by_player on play_sessions (project_id, player_external_id, started_at, id)
    where player_external_id is not null`,
  `create index play_sessions_by_device on play_sessions (project_id, player_device_id, started_at, id)
    where player_device_id is not null`,
  `create index play_sessions_by_outcome on play_sessions (project_id, outcome, started_at, id)
    where outcome is not null`,
  `create index play_sessions_unended on play_sessions (project_id, last_activity_at)
    where outcome is null`,
  `create index play_sessions_silent on play_sessions (project_id, lifecycle, started_at, id)
    where outcome is null`,

  `create table play_events (
    id ${integer} primary key,
    project_id ${integer} not null,
    environment_id ${integer} not null,
    session_id ${integer},
    build_id ${integer},
    event_type text not null,
    occurred_at ${integer} not null,
    occurred_text text,
    received_at ${integer} not null,
    payload text,
    supplied_id ${bytes}
  )`,
  `create index play_events_by_environment on play_events (environment_id, id)`,
  `create index play_events_by_session on play_events (session_id, id) where session_id is not null`,
  `create index play_events_without_session on play_events (project_id, id) where session_id is null`,

  `create table play_uploads (
    id ${integer} primary key,
    project_id ${integer} not null,
    environment_id ${integer} not null,
    session_id ${integer},
    token_id ${integer} not null,
    attachment_type text not null,
    file_name text not null,
    mime_type text,
    declared_bytes ${integer},
    storage_key text not null,
    created_at ${integer} not null,
    arrived_at ${integer},
    bytes ${integer},
    claimed ${integer} not null
  )`,
  `create index play_uploads_by_project on play_uploads (project_id, id)`,
  `create index play_uploads_by_session on play_uploads (session_id, id) where session_id is not null`,
  `create index play_uploads_unclaimed on play_uploads (created_at, id) where claimed = 0`,
  `create table play_upload_days (
    token_id ${integer} not null,
    day ${integer} not null,
    bytes ${integer} not null,
    primary key (token_id, day)
  ) ${clustered}`,

  `create table play_reports (
    id ${integer} primary key,
    project_id ${integer} not null,
    environment_id ${integer} not null,
    session_id ${integer},
    build_id ${integer},
    title text not null,
    description text,
    severity text not null,
    status text not null,
    reporter_type text not null,
    source_channel text,
    fingerprint text,
    dedupe_key text,
    root_id ${integer},
    regression_of ${integer},
    occurrences ${integer} not null,
    last_seen_at ${integer} not null,
    platform text,
    version text,
    channel text,
    scene text,
    context text,
    warnings text,
    created_at ${integer} not null
  )`,
  `create index play_reports_by_project on play_reports (project_id, created_at, id)`,
  `create index play_reports_by_environment on play_reports (environment_id, created_at, id)`,
  `create index play_reports_by_status on play_reports (project_id, status, created_at, id)`,
  `create index play_reports_by_severity on play_reports (project_id, severity, created_at, id)`,
  `create index play_reports_by_build on play_reports (build_id, created_at, id) where build_id is not null`,
  `create index play_reports_by_session on play_reports (session_id, id) where session_id is not null`,
  `create index play_reports_roots on play_reports (environment_id, dedupe_key, id)
    where dedupe_key is not null and root_id is null`,
  `create index play_reports_by_root on play_reports (root_id, id) where root_id is not null`,
  `create table play_report_attachments (
    report_id ${integer} not null,
    position ${integer} not null,
    upload_id ${integer} not null,
    primary key (report_id, position)
  ) ${clustered}`,
  `create index play_report_attachments_by_upload on play_report_attachments (upload_id)`,
  `create table play_report_events (
    report_id ${integer} not null,
    position ${integer} not null,
    event_id ${integer} not null,
    primary key (report_id, position)
  ) ${clustered}`,
  `create index play_report_events_by_event on play_report_events (event_id)`,
  `create table play_report_words (
    project_id ${integer} not null,
    word text not null,
    report_id ${integer} not null,
    primary key (project_id, word, report_id)
  ) ${clustered}`,
  `create index play_report_words_by_report on play_report_words (report_id)`,
  `create table play_exports (
    report_id ${integer} not null,
    provider text not null,
    project_id ${integer} not null,
    status text not null,
    requested_at ${integer} not null,
    url text,
    primary key (report_id, provider)
  ) ${clustered}`,
  `create index play_exports_by_project on play_exports (project_id, provider, status, report_id)`,

  `create table play_keys (
    project_id ${integer} not null,
    hash ${bytes} not null,
    kind text not null,
    row_id ${integer} not null,
    day ${integer} not null,
    deleted ${integer} not null,
    primary key (project_id, hash)
  ) ${clustered}`,
  `create index play_keys_by_row on play_keys (row_id, kind)`,

  `create table play_session_hours (
    project_id ${integer} not null,
    environment_id ${integer} not null,
    hour ${integer} not null,
    build_id ${integer} not null,
    channel text not null,
    class text not null,
    sessions ${integer} not null,
    aged ${integer} not null,
    primary key (project_id, environment_id, hour, build_id, channel, class)
  ) ${clustered}`,
  // The hourly counts without the hour, kept by the engine itself: totals of lists that name no time.
  `create table play_session_totals (
    project_id ${integer} not null,
    environment_id ${integer} not null,
    build_id ${integer} not null,
    channel text not null,
    class text not null,
    sessions ${integer} not null,
    aged ${integer} not null,
    primary key (project_id, environment_id, build_id, channel, class)
  ) ${clustered}`,
  ...trigger("play_session_hours_added", "insert", "play_session_hours", addToTotals("new", "")),
  ...trigger(
    "play_session_hours_changed",
    "update",
    "play_session_hours",
    `update play_session_totals
      set sessions = sessions + new.sessions - old.sessions, aged = aged + new.aged - old.aged
      where ${sameTotals("new")}`,
  ),
  ...trigger("play_session_hours_removed", "delete", "play_session_hours", addToTotals("old", "-")),
  `create table play_event_hours (
    project_id ${integer} not null,
    environment_id ${integer} not null,
    hour ${integer} not null,
    build_id ${integer} not null,
    event_type text not null,
    events ${integer} not null,
    aged ${integer} not null,
    primary key (project_id, environment_id, hour, build_id, event_type)
  ) ${clustered}`,
  `create table play_report_hours (
    project_id ${integer} not null,
    environment_id ${integer} not null,
    hour ${integer} not null,
    build_id ${integer} not null,
    severity text not null,
    status text not null,
    reports ${integer} not null,
    primary key (project_id, environment_id, hour, build_id, severity, status)
  ) ${clustered}`,

  `create table rejections (
    id ${serial},
    project_id ${integer} not null,
    environment_id ${integer} not null,
    token_id ${integer} not null,
    build_id ${integer},
    door text not null,
    subject text,
    status ${integer} not null,
    message text not null,
    details text not null,
    body_hash ${bytes} not null,
    seen ${integer} not null,
    received_at ${integer} not null,
    replayed_at ${integer},
    replay_status ${integer},
    body ${bytes} not null,
    unique (token_id, body_hash)
  )`,
  `create index rejections_by_project on rejections (project_id, id)`,
  `create index rejections_by_age on rejections (received_at)`,

  // Files of deleted rows: named in the deletion's transaction, unlinked afterwards by a job.
  `create table file_removals (storage_key text primary key, requested_at ${integer} not null) ${clustered}`,
];

const addToTotals = (row: "new" | "old", sign: "" | "-"): string =>
  `insert into play_session_totals (project_id, environment_id, build_id, channel, class, sessions, aged)
    values (${row}.project_id, ${row}.environment_id, ${row}.build_id, ${row}.channel, ${row}.class,
      ${sign}${row}.sessions, ${sign}${row}.aged)
    on conflict (project_id, environment_id, build_id, channel, class) do update
      set sessions = play_session_totals.sessions + excluded.sessions,
        aged = play_session_totals.aged + excluded.aged`;

const sameTotals = (row: "new"): string =>
  `project_id = ${row}.project_id and environment_id = ${row}.environment_id and build_id = ${row}.build_id
    and channel = ${row}.channel and class = ${row}.class`;
