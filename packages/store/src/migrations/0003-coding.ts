import type { DialectWords } from "./dialect.ts";

/** The coding session: people, streams, calls and their keys, sessions, roll-ups, goals, jobs. */
export const coding = ({ serial, integer, bytes, clustered, redefine }: DialectWords): string[] => [
  `alter table organizations add column session_timeout ${integer} not null default 1800`,
  `alter table organizations add column time_zone text not null default 'UTC'`,
  `alter table organizations add column call_days ${integer}`,
  // Clients choose ids of their own: two organizations, and live and test data, may choose the same.
  ...redefine(
    "projects",
    "id, organization_id, public_id, name, created_at",
    `id ${serial},
    organization_id ${integer} not null references organizations (id),
    public_id text not null,
    name text not null,
    created_at ${integer} not null,
    mode text not null default 'live',
    unique (organization_id, mode, public_id),
    unique (organization_id, mode, name)`,
  ),
  `alter table devices add column opens text not null default 'engine'`,
  `alter table devices add column activated_at ${integer}`,

  `create table users (
    id ${serial},
    organization_id ${integer} not null references organizations (id),
    mode text not null,
    public_id text not null,
    name text not null,
    email text,
    created_at ${integer} not null,
    unique (organization_id, mode, public_id)
  )`,
  `create table teams (
    id ${serial},
    organization_id ${integer} not null references organizations (id),
    mode text not null,
    public_id text not null unique,
    name text not null,
    created_at ${integer} not null,
    unique (organization_id, mode, name)
  )`,
  `create table team_members (
    team_id ${integer} not null references teams (id),
    user_id ${integer} not null references users (id),
    primary key (team_id, user_id)
  ) ${clustered}`,
  `create index team_members_by_user on team_members (user_id)`,

  `create table coding_terms (
    id ${serial},
    organization_id ${integer} not null,
    term text not null,
    unique (organization_id, term)
  )`,
  `create table coding_streams (
    id ${serial},
    organization_id ${integer} not null,
    test ${integer} not null,
    kind text not null,
    user_id text not null,
    adapter text not null,
    project_id text not null,
    name text not null,
    unique (organization_id, test, kind, user_id, adapter, project_id, name)
  )`,
  `create unique index coding_streams_by_name on coding_streams (organization_id, test, name)
    where kind = 'named'`,

  `create table coding_calls (
    organization_id ${integer} not null,
    stream_id ${integer} not null,
    time ${integer} not null,
    hash ${bytes} not null,
    subject_id ${integer} not null,
    model_id ${integer} not null,
    tokens_in ${integer},
    tokens_out ${integer},
    cache_read ${integer} not null,
    cache_write_5m ${integer} not null,
    cache_write_1h ${integer} not null,
    reasoning ${integer} not null,
    latency ${integer},
    cost ${integer},
    cost_reported ${integer},
    error_id ${integer},
    context_id ${integer} not null,
    price_id ${integer},
    keys text not null,
    more text,
    primary key (organization_id, stream_id, time, hash)
  ) ${clustered}`,
  `create table coding_keys (
    organization_id ${integer} not null,
    prefix ${bytes} not null,
    nth ${integer} not null,
    kind ${integer} not null,
    stream_id ${integer} not null,
    time ${integer} not null,
    hash ${bytes},
    primary key (organization_id, prefix, nth)
  ) ${clustered}`,
  `create table coding_tool_sessions (
    id ${serial},
    organization_id ${integer} not null,
    test ${integer} not null,
    user_id text not null,
    adapter text not null,
    name text not null,
    transcripts ${integer} not null,
    unique (organization_id, test, user_id, adapter, name)
  )`,
  `create table coding_telemetry (
    organization_id ${integer} not null,
    tool_session_id ${integer} not null,
    time ${integer} not null,
    hash ${bytes} not null,
    stream_id ${integer} not null,
    primary key (organization_id, tool_session_id, time, hash)
  ) ${clustered}`,

  `create table coding_signals (
    organization_id ${integer} not null,
    stream_id ${integer} not null,
    time ${integer} not null,
    hash ${bytes} not null,
    subject_id ${integer} not null,
    type text not null,
    signal_key text not null,
    facts text not null,
    primary key (organization_id, stream_id, time, hash)
  ) ${clustered}`,
  `create table coding_ends (
    organization_id ${integer} not null,
    stream_id ${integer} not null,
    time ${integer} not null,
    signals ${integer} not null,
    primary key (organization_id, stream_id, time)
  ) ${clustered}`,

  `create table coding_sessions (
    organization_id ${integer} not null,
    stream_id ${integer} not null,
    first_time ${integer} not null,
    first_hash ${bytes} not null,
    last_time ${integer} not null,
    last_hash ${bytes} not null,
    test ${integer} not null,
    subject_id ${integer} not null,
    user_id ${integer} not null,
    project_id ${integer} not null,
    adapter_id ${integer} not null,
    model_id ${integer} not null,
    calls ${integer} not null,
    tokens_in ${integer} not null,
    tokens_out ${integer} not null,
    cache_read ${integer} not null,
    cache_write ${integer} not null,
    reasoning ${integer} not null,
    cost ${integer} not null,
    unpriced ${integer} not null,
    errors ${integer} not null,
    models text,
    primary key (organization_id, stream_id, first_time, first_hash)
  ) ${clustered}`,
  ...["", "user", "project", "adapter", "model"].map((by) => {
    const name = `coding_sessions_by_${by || "time"}`;
    const column = by && `${by}_id, `;
    return `create index ${name} on coding_sessions (organization_id, test, ${column}first_time, first_hash)`;
  }),

  `create table coding_usage (
    organization_id ${integer} not null,
    test ${integer} not null,
    level ${integer} not null,
    subject_id ${integer} not null,
    period ${integer} not null,
    model_id ${integer} not null,
    stream_id ${integer} not null,
    sessions ${integer} not null,
    calls ${integer} not null,
    tokens_in ${integer} not null,
    tokens_out ${integer} not null,
    cache_read ${integer} not null,
    cache_write ${integer} not null,
    reasoning ${integer} not null,
    cost ${integer} not null,
    unpriced ${integer} not null,
    errors ${integer} not null,
    primary key (organization_id, test, level, subject_id, period, model_id, stream_id)
  ) ${clustered}`,
  `create index coding_usage_by_quarter on coding_usage (organization_id, test, period) where level = 0`,

  `create table coding_goals (
    organization_id ${integer} not null,
    test ${integer} not null,
    user_id text not null,
    id text not null,
    session_id text,
    state text not null,
    created_at ${integer} not null,
    updated_at ${integer} not null,
    drifted_at ${integer},
    refocused_at ${integer},
    completed_at ${integer},
    primary key (organization_id, test, user_id, id)
  ) ${clustered}`,
  `create table coding_jobs (
    id ${serial},
    organization_id ${integer} not null,
    test ${integer} not null,
    public_id text not null unique,
    kind text not null,
    input text not null,
    status text not null,
    result text,
    created_at ${integer} not null,
    finished_at ${integer}
  )`,
  `create table coding_acts (
    id ${serial},
    organization_id ${integer} not null,
    kind text not null,
    facts text not null,
    at ${integer} not null
  )`,
];
