import { expect } from "vitest";
import { runHearth } from "../../apps/server/src/commands/fixtures/run-hearth.ts";
import type { EventBody, SessionBody } from "./coding-answers.ts";
import { expectReportsRecount } from "./expect-reports.ts";
import type { Listed } from "./server-answers.ts";
import type { CodingServer } from "./server-pair.ts";

/** Sessions looked at one by one; their lists of events are walked too. */
const samples = 24;

/**
 * What must hold of any data: sessions are the sums of their events, each event is in one session, reports are
 * a recount, and the doctor finds nothing.
 * @param listed everything that the server lists, in the usual order
 * @param zone the organization's time zone
 */
export async function expectFiguresAddUp(coding: CodingServer, listed: Listed, zone = "UTC"): Promise<void> {
  const eventsOf = Map.groupBy(listed.events, ({ session_id }) => session_id);
  const known = new Set(listed.sessions.map(({ id }) => id));
  expect([...eventsOf.keys()].filter((id) => !known.has(id))).toEqual([]);
  const wrong = listed.sessions.filter(
    (session) => JSON.stringify(sumsOf(eventsOf.get(session.id) ?? [])) !== JSON.stringify(stated(session)),
  );
  expect(wrong.map((session) => [session, sumsOf(eventsOf.get(session.id) ?? [])])).toEqual([]);
  const [{ code, stdout, stderr }] = await Promise.all([
    runHearth(["doctor", "--data", coding.server.folder]),
    expectSessionPages(coding, listed, eventsOf),
    expectReportsRecount(coding.admin, listed, zone),
  ]);
  expect(code, stdout + stderr).toBe(0);
}

const micro = (usd: number | null): number => Math.round((usd ?? 0) * 1e6);

function stated(session: SessionBody): readonly (number | string)[] {
  const { signal_count, tokens_in, tokens_out, cache_read_tokens, cache_write_tokens } = session;
  const counts = [signal_count, tokens_in, tokens_out, cache_read_tokens, cache_write_tokens];
  return [
    ...counts,
    session.reasoning_tokens,
    micro(session.cost_usd),
    session.unpriced_count,
    session.error_count,
  ];
}

function sumsOf(events: readonly EventBody[]): readonly number[] {
  const sum = (read: (event: EventBody) => number): number =>
    events.reduce((all, each) => all + read(each), 0);
  return [
    events.length,
    sum((event) => event.tokens_in),
    sum((event) => event.tokens_out),
    sum((event) => event.cache_read_tokens),
    sum((event) => event.cache_write_tokens),
    sum((event) => event.reasoning_tokens),
    sum((event) => micro(event.cost_usd)),
    sum((event) => Number(event.cost_usd === null)),
    sum((event) => Number(event.error_code !== null)),
  ];
}

/** A session by its id has its events in order of time, and its own list pages through the same ones. */
async function expectSessionPages(
  { admin }: CodingServer,
  { sessions }: Listed,
  eventsOf: ReadonlyMap<string, readonly EventBody[]>,
): Promise<void> {
  const step = Math.max(1, Math.floor(sessions.length / samples));
  const look = async (session: SessionBody): Promise<void> => {
    const path = `/api/v1/sessions/${encodeURIComponent(session.id)}`;
    const own = (eventsOf.get(session.id) ?? []).toReversed();
    const { signals, ...rest } = await admin.get<SessionBody & { signals: readonly EventBody[] }>(path);
    expect(rest).toEqual(session);
    expect(signals).toEqual(own);
    const { items, total } = await admin.walk<EventBody>(`${path}/events`, { limit: 3, order: "asc" });
    expect(items).toEqual(own);
    expect(total).toBe(session.signal_count);
  };
  await Promise.all(sessions.filter((_, at) => at % step === 0).map(look));
}
