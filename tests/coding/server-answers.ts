import type { EventBody, SessionBody } from "./coding-answers.ts";
import type { CodingClient, Query } from "./coding-client.ts";
import { type Answers, byId, withoutCalls } from "./oracle/foretold-answers.ts";

/** What a server lists, and the octets it said it in. */
export interface Listed {
  readonly sessions: readonly SessionBody[];
  readonly events: readonly EventBody[];
  readonly text: string;
}

/** Walks both lists to their ends and checks that each says how long it is, and keeps its order. */
export async function listAll(client: CodingClient, query: Query): Promise<Listed> {
  const [sessions, events] = await Promise.all([client.sessions(query), client.events(query)]);
  for (const { items, total } of [sessions, events]) {
    if (items.length !== total) throw new Error(`A list of ${total} had ${items.length} items.`);
    if (new Set(items.map(({ id }) => id)).size !== total) throw new Error("A list named an id twice.");
  }
  const isAscending = query["order"] === "asc";
  demandOrder(
    sessions.items.map(({ started_at }) => started_at),
    isAscending,
  );
  demandOrder(
    events.items.map(({ ts }) => ts),
    isAscending,
  );
  return { sessions: sessions.items, events: events.items, text: `${sessions.text}\n${events.text}` };
}

function demandOrder(times: readonly string[], isAscending: boolean): void {
  const all = times.map((time) => Date.parse(time));
  const broken = all.findIndex(
    (time, at) => at > 0 && (isAscending ? time < all[at - 1]! : time > all[at - 1]!),
  );
  if (broken >= 0) throw new Error(`A list's order is broken at ${times[broken]}.`);
}

/** The documented members alone, times in one form, in the order of ids: as the oracle foretells them. */
export const documented = ({ sessions, events }: Pick<Listed, "sessions" | "events">): Answers => ({
  sessions: sessions
    .map((session) => ({
      id: session.id,
      user_id: session.user_id,
      project_id: session.project_id,
      started_at: instant(session.started_at),
      ended_at: instant(session.ended_at),
      duration_s: session.duration_s,
      model: session.model,
      models: session.models,
      tokens_in: session.tokens_in,
      tokens_out: session.tokens_out,
      cache_read_tokens: session.cache_read_tokens,
      cache_write_tokens: session.cache_write_tokens,
      reasoning_tokens: session.reasoning_tokens,
      cost_usd: session.cost_usd,
      unpriced_count: session.unpriced_count,
      signal_count: session.signal_count,
      error_count: session.error_count,
      adapter: session.adapter,
      ...(session.signal_count === 0 && withoutCalls),
    }))
    .toSorted(byId),
  events: events
    .map((event) => ({
      id: event.id,
      session_id: event.session_id,
      user_id: event.user_id,
      project_id: event.project_id,
      ts: instant(event.ts),
      adapter: event.adapter,
      model: event.model,
      tokens_in: event.tokens_in,
      tokens_out: event.tokens_out,
      cache_read_tokens: event.cache_read_tokens,
      cache_write_tokens: event.cache_write_tokens,
      reasoning_tokens: event.reasoning_tokens,
      latency_ms: event.latency_ms,
      cost_usd: event.cost_usd,
      cost_reported_usd: event.cost_reported_usd,
      error_code: event.error_code,
    }))
    .toSorted(byId),
});

const instant = (text: string): string => new Date(text).toISOString();
