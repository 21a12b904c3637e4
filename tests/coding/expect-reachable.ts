import { expect } from "vitest";
import type { SeededRandom } from "../seeded-random.ts";
import type { EventBody, SessionBody } from "./coding-answers.ts";
import type { CodingClient } from "./coding-client.ts";
import type { Delivered } from "./delivery.ts";
import type { Homes } from "./oracle/foretold-sessions.ts";
import type { Listed } from "./server-answers.ts";

/** Ids asked for in one round beside those that have changed since they were given out. */
const samples = 12;

/**
 * Every id ever given out, and every one that could be derived from a key, answers with the event and the
 * session that hold the call now. Ids that are no longer their call's own are all asked for, others sampled.
 */
export async function expectReachable(
  client: CodingClient,
  homes: Homes,
  delivered: readonly Delivered[],
  between: Pick<Listed, "sessions" | "events">,
  random: SeededRandom,
): Promise<void> {
  const byPrefix = new Map([...homes].map(([hash, home]) => [hash.slice(0, 16), { hash, ...home }]));
  const homeOf = (id: string) => byPrefix.get(id.slice(id.indexOf("_") + 1).slice(0, 16));
  const derived = random.whole(0, 3) === 0 ? [...homes.keys()] : [];
  const events = new Set([
    ...between.events.map(({ id }) => id),
    ...delivered.flatMap(({ receipt }) => receipt.event_id ?? []),
    ...derived.slice(0, samples).map((hash) => `evt_${hash.slice(0, 32)}`),
  ]);
  const sessions = new Set([
    ...between.sessions.map(({ id }) => id).filter((id) => /^sess_[0-9a-f]{16}$/.test(id)),
    ...derived.slice(-samples).map((hash) => `sess_${hash.slice(0, 16)}`),
  ]);
  const share = samples / Math.max(samples, events.size);
  const faults: unknown[] = [];
  const lookAtEvent = async (id: string): Promise<void> => {
    const home = homeOf(id);
    if (!home || (home.event === id && !random.chance(share))) return;
    const { status, body } = await client.call<EventBody>("GET", `/api/v1/events/${id}`);
    if (status === 200 && body.id === home.event && body.session_id === home.session) return;
    faults.push({ asked: id, expected: home, status, body });
  };
  const lookAtSession = async (id: string): Promise<void> => {
    const home = homeOf(id);
    if (!home || (home.session === id && !random.chance(share))) return;
    const { status, body } = await client.call<SessionBody>("GET", `/api/v1/sessions/${id}`);
    if (status === 200 && body.id === home.session) return;
    faults.push({ asked: id, expected: home, status, body });
  };
  await Promise.all([...[...events].map(lookAtEvent), ...[...sessions].map(lookAtSession)]);
  expect(faults).toEqual([]);
}
