import type { SessionClass } from "@hearth/core/games/intake/changes";
import type { SessionOutcome } from "@hearth/core/games/intake/session-end";
import type { KeyKind } from "@hearth/core/games/key-text";
import type { ReportStatus, Severity } from "@hearth/core/games/vocabulary";
import type { Generated } from "kysely";
import type { CodingSchema } from "./coding/coding-schema.ts";

export type { ReportStatus, SessionClass, SessionOutcome, Severity };

/**
 * The tables as Kysely sees them. Units: `*_at` and `*_until` are epoch milliseconds, `hour` is whole hours
 * and `day` whole days since the epoch, `bytes` are octets. Integer ids never leave the server: what the
 * wire shows is a public id (`packages/core/src/identity`).
 */
export interface Schema extends CodingSchema {
  settings: SettingsTable;
  counters: CountersTable;
  organizations: OrganizationsTable;
  projects: ProjectsTable;
  environments: EnvironmentsTable;
  game_tokens: GameTokensTable;
  api_keys: ApiKeysTable;
  devices: DevicesTable;
  retention: RetentionTable;
  play_builds: PlayBuildsTable;
  play_sessions: PlaySessionsTable;
  play_events: PlayEventsTable;
  play_uploads: PlayUploadsTable;
  play_upload_days: PlayUploadDaysTable;
  play_reports: PlayReportsTable;
  play_report_attachments: PlayReportAttachmentsTable;
  play_report_events: PlayReportEventsTable;
  play_report_words: PlayReportWordsTable;
  play_exports: PlayExportsTable;
  play_keys: PlayKeysTable;
  play_session_hours: PlaySessionHoursTable;
  play_session_totals: PlaySessionTotalsTable;
  play_event_hours: PlayEventHoursTable;
  play_report_hours: PlayReportHoursTable;
  rejections: RejectionsTable;
  file_removals: FileRemovalsTable;
}

export interface SettingsTable {
  name: string;
  value: string;
}

/** Row ids are handed out by the writer from blocks reserved here; a block is never given back. */
export interface CountersTable {
  name: string;
  next: number;
}

export interface OrganizationsTable {
  id: Generated<number>;
  public_id: string;
  name: string;
  created_at: number;
  /** Seconds without a call that begin a new coding session. */
  session_timeout: Generated<number>;
  /** IANA name; whose days and months the coding roll-ups count. */
  time_zone: Generated<string>;
  /** Days that calls are kept; null for ever. */
  call_days: number | null;
}

/** Both halves' projects. Those with `mode` test were named by test credentials alone. */
export interface ProjectsTable {
  id: Generated<number>;
  organization_id: number;
  public_id: string;
  name: string;
  created_at: number;
  mode: Generated<"live" | "test">;
}

export interface EnvironmentsTable {
  id: Generated<number>;
  organization_id: number;
  project_id: number;
  public_id: string;
  name: string;
  color: string;
  created_at: number;
}

interface CredentialColumns {
  id: Generated<number>;
  organization_id: number;
  public_id: string;
  name: string;
  /** SHA-256 of the whole secret. */
  hash: Uint8Array;
  preview: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

export interface GameTokensTable extends CredentialColumns {
  project_id: number;
  environment_id: number;
}

export interface ApiKeysTable extends CredentialColumns {
  mode: "live" | "test";
  /** Space-separated scopes. */
  scopes: string;
}

/** `name` is the user the device belongs to. */
export interface DevicesTable extends CredentialColumns {
  mode: "live" | "test";
  /** Which doors its token opens: the engine's, or those of tools' own telemetry. */
  opens: Generated<"engine" | "otlp">;
  /** Since when it must sign what it sends; null until it was activated. */
  activated_at: number | null;
}

/** `channel` is a build channel, or `*` for everything without a line of its own. */
export interface RetentionTable {
  project_id: number;
  channel: string;
  days: number;
}

export interface PlayBuildsTable {
  id: number;
  project_id: number;
  version: string;
  /** Platform folded to lower case: identity and filters. */
  platform: string;
  /** Platform as first sent: display. */
  platform_label: string;
  /** Empty where the game named no commit. */
  git_commit: string;
  /** The latest channel a session of this build named. */
  channel: string | null;
  created_at: number;
  last_session_at: number;
}

export interface PlaySessionsTable {
  id: number;
  project_id: number;
  environment_id: number;
  build_id: number;
  channel: string | null;
  player_external_id: string | null;
  player_device_id: string | null;
  /** JSON text as sent. */
  metadata: string | null;
  started_at: number;
  /** Our clock minus the game's at session start, where it sent one. */
  clock_skew_ms: number | null;
  /** 1 where the game promised to report its end. */
  lifecycle: number;
  /** Worst outcome reported; null until an end arrives. */
  outcome: SessionOutcome | null;
  ended_at: number | null;
  last_activity_at: number;
  event_count: number;
  report_count: number;
  upload_count: number;
}

export interface PlayEventsTable {
  id: number;
  project_id: number;
  environment_id: number;
  session_id: number | null;
  build_id: number | null;
  event_type: string;
  occurred_at: number;
  /** The time as sent, where it is not the canonical form of `occurred_at`. */
  occurred_text: string | null;
  received_at: number;
  /** JSON text as sent. */
  payload: string | null;
  /** 16 bytes of the id the client supplied, where it did. */
  supplied_id: Uint8Array | null;
}

export interface PlayUploadsTable {
  id: number;
  project_id: number;
  environment_id: number;
  session_id: number | null;
  token_id: number;
  attachment_type: string;
  file_name: string;
  mime_type: string | null;
  declared_bytes: number | null;
  storage_key: string;
  created_at: number;
  /** When the one complete PUT was stored; null while it has not arrived. */
  arrived_at: number | null;
  bytes: number | null;
  /** 1 once a report names it. */
  claimed: number;
}

export interface PlayUploadDaysTable {
  token_id: number;
  day: number;
  bytes: number;
}

export interface PlayReportsTable {
  id: number;
  project_id: number;
  environment_id: number;
  session_id: number | null;
  build_id: number | null;
  title: string;
  description: string | null;
  severity: Severity;
  status: ReportStatus;
  reporter_type: string;
  source_channel: string | null;
  fingerprint: string | null;
  /** What identical reports share; null where the report brings neither fingerprint nor stack. */
  dedupe_key: string | null;
  /** The first report of the issue, where this one is a duplicate. */
  root_id: number | null;
  /** The closed root this issue came back from. */
  regression_of: number | null;
  /** Reports of this issue, itself included; 1 on duplicates. */
  occurrences: number;
  last_seen_at: number;
  platform: string | null;
  version: string | null;
  channel: string | null;
  scene: string | null;
  /** JSON text as sent. */
  context: string | null;
  /** JSON array of what intake mended. */
  warnings: string | null;
  created_at: number;
}

export interface PlayReportAttachmentsTable {
  report_id: number;
  position: number;
  upload_id: number;
}

export interface PlayReportEventsTable {
  report_id: number;
  position: number;
  event_id: number;
}

/** Inverted index of the search: the same words on every engine. */
export interface PlayReportWordsTable {
  project_id: number;
  word: string;
  report_id: number;
}

export interface PlayExportsTable {
  report_id: number;
  provider: string;
  project_id: number;
  status: "pending" | "sent" | "failed";
  requested_at: number;
  /** Where the ticket is, once sent. */
  url: string | null;
}

/**
 * Every idempotency key ever used in a project, as a hash, for ever. `deleted` is 1 once its row was
 * deleted: a resend is then answered as deleted and stores nothing.
 */
export interface PlayKeysTable {
  project_id: number;
  hash: Uint8Array;
  kind: KeyKind;
  row_id: number;
  day: number;
  deleted: number;
}

/**
 * Roll-ups are kept in the transaction of their rows. `aged` is the part of the count whose rows
 * retention has removed: count − aged equals a recount.
 */
export interface PlaySessionHoursTable {
  project_id: number;
  environment_id: number;
  hour: number;
  build_id: number;
  /** Empty where the session named no channel. */
  channel: string;
  class: SessionClass;
  sessions: number;
  aged: number;
}

/** `play_session_hours` without the hour, kept by triggers. */
export type PlaySessionTotalsTable = Omit<PlaySessionHoursTable, "hour">;

export interface PlayEventHoursTable {
  project_id: number;
  environment_id: number;
  hour: number;
  /** 0 where the event belongs to no build. */
  build_id: number;
  event_type: string;
  events: number;
  aged: number;
}

export interface PlayReportHoursTable {
  project_id: number;
  environment_id: number;
  hour: number;
  /** 0 where the report belongs to no build. */
  build_id: number;
  severity: Severity;
  status: ReportStatus;
  reports: number;
}

export interface RejectionsTable {
  id: Generated<number>;
  project_id: number;
  environment_id: number;
  token_id: number;
  build_id: number | null;
  /** Which door refused: `sessions`, `events`, `uploads`, `reports`, `session-end`. */
  door: string;
  /** Path parameter of the door, where it has one. */
  subject: string | null;
  status: number;
  message: string;
  /** JSON array of `{ path, message }`. */
  details: string;
  body: Uint8Array;
  /** SHA-256 prefix of door and body: the same body refused again raises `seen`. */
  body_hash: Uint8Array;
  seen: number;
  received_at: number;
  replayed_at: number | null;
  /** HTTP status of the replay. */
  replay_status: number | null;
}

/** Files whose rows were deleted in the same transaction; a job unlinks them. */
export interface FileRemovalsTable {
  storage_key: string;
  requested_at: number;
}
