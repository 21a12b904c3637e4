import type { EventBody, SessionBody } from "../coding-answers.ts";
import type { SentItem } from "../signal-item.ts";
import type { ForetoldCall } from "./calls-of-reports.ts";
import { costOfCall } from "./cost-of-call.ts";
import type { ForetoldSession } from "./sort-and-scan.ts";

/** What the lists have to say, in any order, whether or not a session is over by now. */
export interface Answers {
  readonly sessions: readonly Omit<SessionBody, "status">[];
  readonly events: readonly EventBody[];
}

/** @param signals that are no calls, which alone make some of the sessions */
export function foretoldAnswers(sessions: readonly ForetoldSession[], signals: readonly SentItem[]): Answers {
  return {
    sessions: sessions
      .map(({ id, calls }) => (calls.length > 0 ? sessionOf(id, calls) : emptySession(id, signals)))
      .toSorted(byId),
    events: sessions.flatMap(({ id, calls }) => calls.map((call) => eventOf(id, call))).toSorted(byId),
  };
}

export const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : 1;

export const eventId = ({ hash }: ForetoldCall): string => `evt_${hash.slice(0, 32)}`;
const instant = (time: number): string => new Date(time).toISOString();

function eventOf(session: string, call: ForetoldCall): EventBody {
  const cost = costOfCall(call);
  const { usage } = call;
  return {
    id: eventId(call),
    session_id: session,
    user_id: call.user,
    project_id: call.project,
    ts: instant(call.time),
    adapter: call.adapter,
    model: call.model,
    tokens_in: usage.tokens_in ?? 0,
    tokens_out: usage.tokens_out ?? 0,
    cache_read_tokens: usage.cache_read_tokens ?? 0,
    cache_write_tokens: (usage.cache_write_5m_tokens ?? 0) + (usage.cache_write_1h_tokens ?? 0),
    reasoning_tokens: usage.reasoning_tokens ?? 0,
    latency_ms: call.latency,
    cost_usd: cost === null ? null : cost / 1e6,
    cost_reported_usd: call.reported === null ? null : call.reported / 1e6,
    error_code: call.error,
  };
}

function sessionOf(id: string, calls: readonly ForetoldCall[]): Answers["sessions"][number] {
  const events = calls.map((call) => eventOf(id, call));
  const [first, last] = [calls[0]!, calls.at(-1)!];
  const sum = (read: (event: EventBody) => number): number =>
    events.reduce((all, each) => all + read(each), 0);
  const costs = calls.map(costOfCall);
  const uses = [...Map.groupBy(events, ({ model }) => model)].map(([model, own]) => ({
    model,
    calls: own.length,
    tokens: own.reduce((all, each) => all + each.tokens_in + each.tokens_out, 0),
  }));
  // Groups are in order of first use, and sorting keeps it where all else is equal.
  const models = uses.toSorted((a, b) => b.calls - a.calls || b.tokens - a.tokens).map(({ model }) => model);
  return {
    id,
    user_id: first.user,
    project_id: first.project,
    started_at: instant(first.time),
    ended_at: instant(last.time),
    duration_s: Math.floor((last.time - first.time) / 1_000),
    model: models[0]!,
    models,
    tokens_in: sum((event) => event.tokens_in),
    tokens_out: sum((event) => event.tokens_out),
    cache_read_tokens: sum((event) => event.cache_read_tokens),
    cache_write_tokens: sum((event) => event.cache_write_tokens),
    reasoning_tokens: sum((event) => event.reasoning_tokens),
    cost_usd: costs.reduce<number>((all, each) => all + (each ?? 0), 0) / 1e6,
    unpriced_count: costs.filter((each) => each === null).length,
    signal_count: calls.length,
    error_count: calls.filter(({ error }) => error !== null).length,
    adapter: first.adapter,
  };
}

/** A session that its client has named and made no call in: its signals alone give it its times. */
function emptySession(id: string, signals: readonly SentItem[]): Answers["sessions"][number] {
  const own = signals.filter(({ item }) => item.session_id === id);
  const times = own.map(({ time }) => time);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const nothing = sessionOf(id, [{ ...noCall, user: own[0]!.user, time: first }]);
  return {
    ...nothing,
    ...withoutCalls,
    ended_at: instant(last),
    duration_s: Math.floor((last - first) / 1_000),
  };
}

/** What nobody can foretell of a session without calls is left out of the comparison on both sides. */
export const withoutCalls = {
  adapter: "",
  project_id: null,
  model: null,
  models: [],
  unpriced_count: 0,
  signal_count: 0,
} as const;

const noCall: ForetoldCall = {
  keys: [],
  hash: "",
  sources: [],
  time: 0,
  user: "",
  session: null,
  adapter: "",
  project: null,
  model: "",
  usage: {},
  latency: null,
  reported: null,
  error: null,
  toolSession: null,
};
