import { sample } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EventBody, SessionBody } from "../../coding/coding-answers.ts";
import type { Query } from "../../coding/coding-client.ts";
import { historyUsers, Rounds } from "../../coding/coding-round.ts";
import { deliver } from "../../coding/delivery.ts";
import { eventFilters, type Filter, sessionFilters } from "../../coding/list-filters.ts";
import { anyHistory } from "../../coding/any-history.ts";
import { type Listed, listAll } from "../../coding/server-answers.ts";
import { startCodingServer } from "../../coding/server-pair.ts";
import { announcedRandom, type SeededRandom } from "../../seeded-random.ts";

let running: Awaited<ReturnType<typeof startCodingServer>>;
let random: SeededRandom;
let listed: Listed;

beforeAll(async () => {
  random = announcedRandom("filters");
  running = await startCodingServer(historyUsers);
  const rounds = new Rounds();
  for (const numRuns of [30, 20]) {
    const sketches = sample(anyHistory, { seed: random.seed, numRuns });
    await deliver(running.coding, rounds.next(sketches).items, random);
  }
  listed = await listAll(running.coding.admin, {});
});
afterAll(async () => await running?.remove());

/** Each filter alone, all pairs of filters, and some threes. */
function combinations<Item>(filters: readonly Filter<Item>[]): Filter<Item>[][] {
  const pairs = filters.flatMap((a, at) =>
    filters.slice(at + 1).flatMap((b) => (a.name === b.name ? [] : [[a, b]])),
  );
  const threes = Array.from({ length: 40 }, () => [...random.pick(pairs), random.pick(filters)]).filter(
    (three) => new Set(three.map(({ name }) => name)).size === three.length,
  );
  return [[], ...filters.map((filter) => [filter]), ...pairs, ...threes];
}

/** The ids that each combination lists, in both orders, against those that are left of the whole list. */
async function expectFilters<Item extends { readonly id: string }>(
  list: (query: Query) => Promise<{ readonly items: readonly Item[]; readonly total: number }>,
  all: readonly Item[],
  filters: readonly Filter<Item>[],
): Promise<void> {
  const faults: unknown[] = [];
  let found = 0;
  const waiting = combinations(filters).values();
  const look = async (): Promise<void> => {
    for (const chosen of waiting) {
      const query = Object.fromEntries(chosen.map(({ name, value }) => [name, value]));
      const expected = all.filter((item) => chosen.every(({ fits }) => fits(item))).map(({ id }) => id);
      found += expected.length === 0 ? 0 : 1;
      for (const order of ["desc", "asc"]) {
        const limit = random.pick([100, 100, 7, 20]);
        const { items, total } = await list({ ...query, order, limit });
        const wanted = order === "desc" ? expected : expected.toReversed();
        const got = items.map(({ id }) => id);
        if (total === wanted.length && got.join() === wanted.join()) continue;
        faults.push({ query, order, limit, total, got, wanted });
      }
    }
  };
  await Promise.all([look(), look(), look(), look()]);
  expect(faults.slice(0, 3)).toEqual([]);
  expect(found).toBeGreaterThan(50);
}

test("sessions: every filter and all pairs, in both orders", { timeout: 60_000 }, async () => {
  const list = async (query: Query) => await running.coding.admin.sessions(query);
  await expectFilters<SessionBody>(list, listed.sessions, sessionFilters(listed.sessions, random));
});

test("events: every filter and all pairs, in both orders", { timeout: 60_000 }, async () => {
  const list = async (query: Query) => await running.coding.admin.events(query);
  await expectFilters<EventBody>(list, listed.events, eventFilters(listed.events, random));
});

test.each([
  ["sessions", "user", "user_id"],
  ["sessions", "error_only=true", "order"],
  ["events", "sessionid=x", "session_id"],
  ["events", "project=x", "project_id"],
])("%s: an unknown parameter %s is refused, and the nearest one named", async (list, given, nearest) => {
  const { status, body } = await running.coding.admin.call<{ error: string; code: string }>(
    "GET",
    `/api/v1/${list}?${given.includes("=") ? given : `${given}=x`}`,
  );
  expect({ status, code: body.code }).toEqual({ status: 400, code: "invalid_request" });
  if (given !== "error_only=true") expect(body.error).toContain(nearest);
});

test.each([
  "limit=0",
  "limit=101",
  "limit=ten",
  "order=up",
  "from=yesterday",
  "to=2026-13-01",
  "from=2026-02-30",
  "user_id=",
  "cursor=",
])("%s is refused by both lists", async (search) => {
  for (const list of ["sessions", "events"]) {
    const { status, body } = await running.coding.admin.call("GET", `/api/v1/${list}?${search}`);
    expect([status, body], `${list}?${search}`).toEqual([
      400,
      expect.objectContaining({ code: "invalid_request" }),
    ]);
  }
});
