import { expect } from "vitest";
import type { SeededRandom } from "../seeded-random.ts";
import { expectSameText } from "./expect-same-text.ts";
import { eventId } from "./oracle/foretold-answers.ts";
import type { Foretold, Told } from "./oracle/foretold-sessions.ts";
import { sessionOfSignal } from "./oracle/session-of-signal.ts";
import type { ForetoldSession } from "./oracle/sort-and-scan.ts";
import type { ServerPair } from "./server-pair.ts";

/** Sessions whose timelines are read in one round. */
const samples = 6;

interface TimelineItem {
  readonly id: string;
  readonly type?: string;
  readonly session_id: string;
  readonly user_id: string;
  readonly adapter: string;
  readonly project_id: string | null;
  readonly ts: string;
}

/** All that a session is shown with: both servers say the same, calls and other signals as foretold. */
export async function expectTimelines(
  { servers }: ServerPair,
  { sessions }: Foretold,
  { signals }: Told,
  random: SeededRandom,
): Promise<void> {
  const homes = Map.groupBy(signals, (signal) => sessionOfSignal(signal, sessions, signals));
  const withSignals = sessions.filter(({ id }) => homes.has(id));
  const chosen = Array.from({ length: samples }, () =>
    random.pick(random.chance(0.8) ? withSignals : sessions),
  );
  const look = async (session: ForetoldSession): Promise<void> => {
    const path = `/api/v1/sessions/${encodeURIComponent(session.id)}/events`;
    const query = { type: "all", limit: random.pick([1, 2, 3, 100]), order: random.pick(["asc", "desc"]) };
    const [first, second] = await Promise.all(
      servers.map(async ({ admin }) => await admin.walk<TimelineItem>(path, query)),
    );
    expectSameText(first!.text, second!.text);
    const expected = [
      ...session.calls.map((call) => [call.time, eventId(call)]),
      ...(homes.get(session.id) ?? []).map(({ time, user, item }) => [
        time,
        JSON.stringify([item.type, user, item.adapter, item.project_id ?? null]),
      ]),
    ];
    const told = first!.items.map(({ id, type, user_id, adapter, project_id, ts }) => [
      Date.parse(ts),
      id.startsWith("evt_") ? id : JSON.stringify([type, user_id, adapter, project_id]),
    ]);
    expect(told.map(String).toSorted()).toEqual(expected.map(String).toSorted());
    expect(first!.items.filter(({ session_id }) => session_id !== session.id)).toEqual([]);
    expect(first!.total).toBe(expected.length);
    const times = told.map(([time]) => Number(time));
    const sign = query.order === "asc" ? 1 : -1;
    expect(times).toEqual(times.toSorted((a, b) => sign * (a - b)));
  };
  await Promise.all(chosen.filter((session) => session !== undefined).map(look));
}
