import type { Generated } from "kysely";

/**
 * The tables of the coding session. Units as in `schema.ts`; `time` is epoch milliseconds, money whole
 * micro-dollars, `test` 1 for what test credentials sent. Integer ids of texts are those of `coding_terms`,
 * 0 standing for none.
 */
export interface CodingSchema {
  users: UsersTable;
  teams: TeamsTable;
  team_members: TeamMembersTable;
  coding_terms: CodingTermsTable;
  coding_streams: CodingStreamsTable;
  coding_calls: CodingCallsTable;
  coding_keys: CodingKeysTable;
  coding_tool_sessions: CodingToolSessionsTable;
  coding_telemetry: CodingTelemetryTable;
  coding_signals: CodingSignalsTable;
  coding_ends: CodingEndsTable;
  coding_sessions: CodingSessionsTable;
  coding_usage: CodingUsageTable;
  coding_goals: CodingGoalsTable;
  coding_jobs: CodingJobsTable;
  coding_acts: CodingActsTable;
}

/** `public_id` is what the wire calls `user_id`: given out here, or chosen by whoever sent the first signal. */
export interface UsersTable {
  id: Generated<number>;
  organization_id: number;
  mode: "live" | "test";
  public_id: string;
  name: string;
  email: string | null;
  created_at: number;
}

export interface TeamsTable {
  id: Generated<number>;
  organization_id: number;
  mode: "live" | "test";
  public_id: string;
  name: string;
  created_at: number;
}

export interface TeamMembersTable {
  team_id: number;
  user_id: number;
}

/** Texts that many rows share, once for each organization: models, error codes, contexts, price versions. */
export interface CodingTermsTable {
  id: Generated<number>;
  organization_id: number;
  term: string;
}

/**
 * Where calls stand. A `windowed` stream is cut into sessions by silence and ends; it is also the subject (user,
 * adapter, project) that a call is counted for. A `named` one is the session of its name and belongs to
 * `user_id`. An `aside` one holds the calls of its subject that are kept and not counted. "" is none.
 */
export interface CodingStreamsTable {
  id: Generated<number>;
  organization_id: number;
  test: number;
  kind: "windowed" | "named" | "aside";
  user_id: string;
  adapter: string;
  project_id: string;
  name: string;
}

/** One model call. A session is a range of its stream: calls know nothing of theirs. */
export interface CodingCallsTable {
  organization_id: number;
  stream_id: number;
  time: number;
  /** First 8 bytes of the hash of its best key. */
  hash: Uint8Array;
  /** The `windowed` stream of its user, adapter and project. */
  subject_id: number;
  model_id: number;
  tokens_in: number | null;
  tokens_out: number | null;
  cache_read: number;
  cache_write_5m: number;
  cache_write_1h: number;
  reasoning: number;
  /** Milliseconds. */
  latency: number | null;
  /** As shown: priced, else reported; null where neither is known. */
  cost: number | null;
  cost_reported: number | null;
  error_id: number | null;
  /** Term: JSON array of source, commit, branch, repository, machine, tool session and user. */
  context_id: number;
  /** Term: the version of the prices it was priced by; null where no price was found. */
  price_id: number | null;
  /** JSON array, best first. */
  keys: string;
  /** JSON of what few calls have (`packages/store/src/engines/sqlite/coding/call-row.ts`). */
  more: string | null;
}

export const keyKinds = { call: 0, signal: 1, deleted: 2 } as const;

/**
 * Where the call or signal of a key stands, by the first 8 bytes of the key's hash. `nth` tells keys apart
 * whose hashes begin alike. `hash` is null where it is the prefix itself; of a deleted key it holds the other
 * 24 bytes, since there is nothing left to compare.
 */
export interface CodingKeysTable {
  organization_id: number;
  prefix: Uint8Array;
  nth: number;
  kind: number;
  stream_id: number;
  time: number;
  hash: Uint8Array | null;
}

/** A tool's own conversation, and how many living transcript calls it has. */
export interface CodingToolSessionsTable {
  id: Generated<number>;
  organization_id: number;
  test: number;
  user_id: string;
  adapter: string;
  name: string;
  transcripts: number;
}

/** The telemetry-only calls of a tool session, counted and not. */
export interface CodingTelemetryTable {
  organization_id: number;
  tool_session_id: number;
  time: number;
  hash: Uint8Array;
  stream_id: number;
}

/** A signal that is no call. */
export interface CodingSignalsTable {
  organization_id: number;
  stream_id: number;
  time: number;
  hash: Uint8Array;
  subject_id: number;
  type: string;
  signal_key: string;
  /** JSON of the metadata it brought, by the names of the wire. */
  facts: string;
}

/** Explicit ends of a stream, and how many signals tell of each. */
export interface CodingEndsTable {
  organization_id: number;
  stream_id: number;
  time: number;
  signals: number;
}

interface Sums {
  calls: number;
  tokens_in: number;
  tokens_out: number;
  cache_read: number;
  cache_write: number;
  reasoning: number;
  cost: number;
  unpriced: number;
  errors: number;
}

/**
 * A run of a stream's calls. User, project and adapter are those of its first call. A named session without
 * a call has 0 calls, model 0 and the times of its signals.
 */
export interface CodingSessionsTable extends Sums {
  organization_id: number;
  stream_id: number;
  first_time: number;
  first_hash: Uint8Array;
  last_time: number;
  last_hash: Uint8Array;
  test: number;
  subject_id: number;
  user_id: number;
  project_id: number;
  adapter_id: number;
  model_id: number;
  /** JSON array of `[model_id, calls, tokens, first time, first hash]`; null where there is one model. */
  models: string | null;
}

/** What `period` counts: quarter hours since the epoch; local days since it; 12 × year + month, from 0; 0. */
export const usageLevels = { quarter: 0, day: 1, month: 2, ever: 3 } as const;

/**
 * Roll-ups, written in the transaction of their rows. Sessions are counted where they begin, under their
 * primary model. Days and months are those of the organization's time zone. Subject 0 is all subjects together (not
 * kept for quarters); `stream_id` is 0 but in quarters, where it is the stream whose range holds the calls.
 */
export interface CodingUsageTable extends Sums {
  organization_id: number;
  test: number;
  level: number;
  subject_id: number;
  period: number;
  model_id: number;
  stream_id: number;
  sessions: number;
}

export interface CodingGoalsTable {
  organization_id: number;
  test: number;
  user_id: string;
  id: string;
  session_id: string | null;
  state: string;
  created_at: number;
  updated_at: number;
  drifted_at: number | null;
  refocused_at: number | null;
  completed_at: number | null;
}

/** Reports that are computed apart from their request. */
export interface CodingJobsTable {
  id: Generated<number>;
  organization_id: number;
  test: number;
  public_id: string;
  kind: string;
  /** JSON. */
  input: string;
  status: "queued" | "running" | "done" | "failed";
  /** JSON. */
  result: string | null;
  created_at: number;
  finished_at: number | null;
}

/** What changed stored figures on purpose: a repricing, another time-out, another time zone. */
export interface CodingActsTable {
  id: Generated<number>;
  organization_id: number;
  kind: string;
  /** JSON. */
  facts: string;
  at: number;
}
