import type { DialectWords } from "./dialect.ts";

/** Who may do what: organizations, projects, environments, credentials; settings and counters. */
export const foundation = ({ serial, integer, bytes, clustered }: DialectWords): string[] => {
  const credential = `
    id ${serial},
    organization_id ${integer} not null references organizations (id),
    public_id text not null unique,
    name text not null,
    hash ${bytes} not null unique,
    preview text not null,
    created_at ${integer} not null,
    last_used_at ${integer},
    revoked_at ${integer}`;
  return [
    `create table settings (name text primary key, value text not null) ${clustered}`,
    `create table counters (name text primary key, next ${integer} not null) ${clustered}`,
    `create table organizations (
      id ${serial},
      public_id text not null unique,
      name text not null unique,
      created_at ${integer} not null
    )`,
    `create table projects (
      id ${serial},
      organization_id ${integer} not null references organizations (id),
      public_id text not null unique,
      name text not null,
      created_at ${integer} not null,
      unique (organization_id, name)
    )`,
    `create table environments (
      id ${serial},
      organization_id ${integer} not null references organizations (id),
      project_id ${integer} not null references projects (id),
      public_id text not null unique,
      name text not null,
      color text not null,
      created_at ${integer} not null,
      unique (project_id, name)
    )`,
    `create table game_tokens (${credential},
      project_id ${integer} not null references projects (id),
      environment_id ${integer} not null references environments (id)
    )`,
    `create index game_tokens_by_project on game_tokens (project_id, id)`,
    `create table api_keys (${credential}, mode text not null, scopes text not null)`,
    `create index api_keys_by_organization on api_keys (organization_id, id)`,
    `create table devices (${credential}, mode text not null)`,
    `create index devices_by_organization on devices (organization_id, id)`,
    `create table retention (
      project_id ${integer} not null references projects (id),
      channel text not null,
      days ${integer} not null,
      primary key (project_id, channel)
    ) ${clustered}`,
  ];
};
