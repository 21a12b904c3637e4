import { createHash } from "node:crypto";
import { type SentItem, type SignalMembers, tellsOfCall } from "../signal-item.ts";

/** Whose answers are foretold: what ids are derived from beside keys. */
export interface Tenant {
  readonly organization: string;
  readonly mode: "live" | "test";
}

/** What all reports of one call say together. Tokens, milliseconds, micro-dollars. */
export interface ForetoldCall {
  readonly keys: readonly string[];
  /** 64 hexadecimal digits, of the best key. */
  readonly hash: string;
  readonly sources: readonly string[];
  readonly time: number;
  readonly user: string;
  readonly session: string | null;
  readonly adapter: string;
  readonly project: string | null;
  readonly model: string;
  readonly usage: SignalMembers;
  readonly latency: number | null;
  readonly reported: number | null;
  readonly error: string | null;
  readonly toolSession: string | null;
}

export const hashOf = ({ organization, mode }: Tenant, key: string): string =>
  createHash("sha256").update(`${organization}\n${mode}\n${key}`).digest("hex");

/** Every key that a report goes by, what it is known by without one included. */
export function keysOf({ user, time, item }: SentItem): string[] {
  const { model = null, tokens_in = null, tokens_out = null } = item.metadata;
  const given = [...(item.id === undefined ? [] : [item.id]), ...(item.keys ?? [])];
  const facts = JSON.stringify([time, model, tokens_in, tokens_out, item.adapter, user]);
  return given.length > 0 ? given : [`time:${facts}`];
}

/** The reports that tell of one call each, found by the keys they share. */
export function reportsByCall(sent: readonly SentItem[]): SentItem[][] {
  let groups: { keys: Set<string>; reports: SentItem[] }[] = [];
  for (const report of sent.filter(tellsOfCall)) {
    const keys = keysOf(report);
    const same = groups.filter((group) => keys.some((key) => group.keys.has(key)));
    groups = groups.filter((group) => !same.includes(group));
    groups.push({
      keys: new Set([...same.flatMap((group) => [...group.keys]), ...keys]),
      reports: [...same.flatMap((group) => group.reports), report],
    });
  }
  return groups.map(({ reports }) => reports);
}

/** Every call that these items tell of, whatever order they are in. */
export const callsOfReports = (tenant: Tenant, sent: readonly SentItem[]): ForetoldCall[] =>
  reportsByCall(sent).map((reports) => callOf(tenant, reports));

const rank = (key: string): number =>
  /^(msg_|message:)/.test(key) ? 0 : /^(req_|request:)/.test(key) ? 2 : key.startsWith("time:") ? 3 : 1;
const precision = (source: string): number => ["transcript", "otlp", "hook"].toReversed().indexOf(source) + 1;
const sourceOf = ({ item }: SentItem): string => item.metadata.source ?? "adapter";

/** Positive where `b` comes first; a list of such decides by the first that is not 0. */
type Order = (a: SentItem, b: SentItem) => number;
const compare = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);
const smallest =
  (read: (of: SentItem) => number | string | undefined): Order =>
  (a, b) => {
    const [x, y] = [read(a), read(b)];
    return x === undefined || y === undefined
      ? Number(x === undefined) - Number(y === undefined)
      : compare(x, y);
  };
const largest =
  (read: (of: SentItem) => number | undefined): Order =>
  (a, b) =>
    smallest((of) => negative(read(of)))(a, b);
const negative = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : -value;
const bestSource: Order = (a, b) =>
  precision(sourceOf(b)) - precision(sourceOf(a)) || compare(sourceOf(a), sourceOf(b));

function callOf(tenant: Tenant, reports: readonly SentItem[]): ForetoldCall {
  const first = (...orders: Order[]): SentItem =>
    reports.toSorted((a, b) => orders.reduce((order, next) => order || next(a, b), 0))[0]!;
  const text = (read: (of: SentItem) => string | undefined): string | null =>
    read(
      first(
        (a, b) => Number(read(a) === undefined) - Number(read(b) === undefined),
        bestSource,
        smallest(read),
      ),
    ) ?? null;
  const fact =
    (member: keyof SignalMembers) =>
    (of: SentItem): never =>
      of.item.metadata[member] as never;
  const keys = [...new Set(reports.flatMap(keysOf))].toSorted((a, b) => rank(a) - rank(b) || compare(a, b));
  const owner = first(
    smallest(({ item }) => item.session_id),
    bestSource,
    smallest(({ user }) => user),
  );
  const usage = first(
    largest(fact("tokens_out")),
    bestSource,
    largest(fact("tokens_in")),
    largest(({ item }) => item.metadata.cache_write_1h_tokens ?? 0),
    largest(({ item }) => item.metadata.cache_write_5m_tokens ?? 0),
    largest(({ item }) => item.metadata.cache_read_tokens ?? 0),
    largest(({ item }) => item.metadata.reasoning_tokens ?? 0),
    largest(({ item }) => item.metadata.web_searches ?? 0),
    smallest(fact("model")),
    smallest(fact("service_tier")),
  ).item.metadata;
  const namedModel = first(smallest(fact("model"))).item.metadata.model;
  const reported = first(largest(fact("cost_usd"))).item.metadata.cost_usd;
  return {
    keys,
    hash: hashOf(tenant, keys[0]!),
    sources: [...new Set(reports.map(sourceOf))],
    time: Math.min(...reports.map(({ time }) => time)),
    user: owner.user,
    session: owner.item.session_id ?? null,
    adapter: text(({ item }) => item.adapter)!,
    project: text(({ item }) => item.project_id),
    model: usage.model ?? namedModel ?? "unknown",
    usage,
    latency: first(largest(fact("latency_ms"))).item.metadata.latency_ms ?? null,
    reported: reported === undefined ? null : Math.round(reported * 1e6),
    error: text(fact("error_code")),
    toolSession: text(fact("tool_session_id")),
  };
}
