import { sample } from "fast-check";
import { createApiKey } from "@hearth/store/access/create-api-key";
import { createDevice } from "@hearth/store/access/create-device";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CodingClient } from "../../coding/coding-client.ts";
import { historyUsers, Rounds } from "../../coding/coding-round.ts";
import { FollowedStream } from "../../coding/followed-stream.ts";
import { deliver } from "../../coding/delivery.ts";
import { expectReportsRecount } from "../../coding/expect-reports.ts";
import { anyHistory } from "../../coding/any-history.ts";
import { expectSameText } from "../../coding/expect-same-text.ts";
import { foretell, toldBy } from "../../coding/oracle/foretold-sessions.ts";
import { documented, type Listed, listAll } from "../../coding/server-answers.ts";
import { startCodingServer } from "../../coding/server-pair.ts";
import type { SentItem } from "../../coding/signal-item.ts";
import { makeTenants } from "../../tenants.ts";
import { until } from "../../until.ts";
import { withStore } from "../../store-access.ts";
import { announcedRandom } from "../../seeded-random.ts";

const modes = ["live", "test"] as const;
type Mode = (typeof modes)[number];

/** Who sends and reads in one mode. */
interface Side {
  readonly mode: Mode;
  readonly admin: CodingClient;
  readonly sender: CodingClient;
  readonly devices: ReadonlyMap<string, readonly CodingClient[]>;
  /** What was sent in this mode. */
  readonly items: readonly SentItem[];
}

const histories = 12;
const users = historyUsers.slice(0, 2 * histories);
let running: Awaited<ReturnType<typeof startCodingServer>>;
let sides: readonly Side[];
let listed: readonly Listed[];
let feeds: readonly FollowedStream[];

/** The same users, tools, keys and names in both modes; of some calls fewer reports in one than in the other. */
beforeAll(async () => {
  const random = announcedRandom("modes");
  running = await startCodingServer([]);
  const sketches = sample(anyHistory, { seed: random.seed, numRuns: histories });
  const { items } = new Rounds().next(sketches);
  const client = (secret: string): CodingClient => new CodingClient(running.coding.server, secret);
  const made: Side[] = [];
  for (const mode of modes) {
    made.push(
      await withStore(running.coding.server.folder, async (context) => {
        const key = async (scope: string): Promise<CodingClient> =>
          client((await createApiKey(context, { name: scope, mode, scopes: [scope] })).secret);
        const devices = new Map<string, CodingClient[]>();
        for (const user of users)
          devices.set(user, [client((await createDevice(context, { user, mode })).secret)]);
        const own = mode === "live" ? items : items.filter(() => random.chance(0.7));
        return { mode, devices, items: own, admin: await key("admin"), sender: await key("write:signals") };
      }),
    );
  }
  sides = made;
  const { url } = running.coding.server;
  feeds = await Promise.all(
    sides.map(async ({ admin }) => await FollowedStream.open(`${url}/api/v1/stream`, admin.secret)),
  );
  await Promise.all(sides.map(async (side) => await deliver(side, side.items, random)));
  listed = await Promise.all(sides.map(async ({ admin }) => await listAll(admin, {})));
});
afterAll(async () => {
  feeds?.forEach((feed) => feed.close());
  await running?.remove();
});

test.each(modes)("%s: lists hold what was sent in this mode and nothing else", (mode) => {
  const at = modes.indexOf(mode);
  const { items } = sides[at]!;
  const tenant = { ...running.tenant, mode };
  expect(documented(listed[at]!)).toEqual(foretell(tenant, toldBy(items)).answers);
  expect(listed[at]!.events.length).toBeGreaterThan(0);
});

test.each(modes)("%s: no id of the other mode is found, read, listed or deleted", async (mode) => {
  const [own, other] = mode === "live" ? [0, 1] : [1, 0];
  const { admin } = sides[own]!;
  const foreign = (kind: "sessions" | "events"): string[] => {
    const known = new Set(listed[own]![kind].map(({ id }) => id));
    return listed[other]![kind].map(({ id }) => id).filter((id) => !known.has(id));
  };
  for (const id of foreign("events").slice(0, 20)) {
    expect(await admin.call("GET", `/api/v1/events/${id}`)).toMatchObject({ status: 404 });
  }
  for (const id of foreign("sessions").map(encodeURIComponent).slice(0, 20)) {
    for (const path of [`/api/v1/sessions/${id}`, `/api/v1/sessions/${id}/events`]) {
      expect(await admin.call("GET", path), path).toMatchObject({ status: 404 });
    }
    expect(await admin.call("DELETE", `/api/v1/sessions/${id}`)).toMatchObject({ status: 404 });
    expect((await admin.events({ session_id: decodeURIComponent(id) })).total).toBe(0);
  }
  expectSameText((await listAll(sides[other]!.admin, {})).text, listed[other]!.text);
});

test.each(modes)("%s: the feed tells of this mode alone", async (mode) => {
  const at = modes.indexOf(mode);
  const ids = (of: Listed): string[] => of.events.map(({ id }) => id);
  const isTold = (id: string): boolean => feeds[at]!.text.includes(id);
  await until("the feed tells of a call", () => ids(listed[at]!).some(isTold));
  expect(ids(listed[1 - at]!).filter(isTold)).toEqual([]);
});

test.each(modes)("%s: reports count this mode alone", async (mode) => {
  const at = modes.indexOf(mode);
  await expectReportsRecount(sides[at]!.admin, listed[at]!);
});

test("devices see the sessions of their own mode", async () => {
  for (const [at, { devices }] of sides.entries()) {
    const path = "/engine/v1/sessions?limit=100";
    const { data } = await devices.get("user0")![0]!.get<{ data: readonly { id: string }[] }>(path);
    const own = listed[at]!.sessions.filter(({ user_id }) => user_id === "user0");
    expect(data.map(({ id }) => id)).toEqual(own.map(({ id }) => id));
  }
});

test("deleting in one mode leaves the other as it was", async () => {
  const both = listed[0]!.sessions.find(({ id }) => listed[1]!.sessions.some((other) => other.id === id));
  // Only sessions that clients name have the same id in both.
  const doomed = both ?? listed[1]!.sessions[0]!;
  const path = `/api/v1/sessions/${encodeURIComponent(doomed.id)}`;
  expect([200, 204]).toContain((await sides[1]!.admin.call("DELETE", path)).status);
  expectSameText((await listAll(sides[0]!.admin, {})).text, listed[0]!.text);
  expect((await sides[1]!.admin.sessions()).total).toBe(listed[1]!.sessions.length - 1);
});

test("users and projects are listed in the modes they were named in", async () => {
  const names = (mode: Mode): Record<string, string> => ({
    user_id: `${mode} user`,
    project_id: `${mode} project`,
  });
  const signal = { type: "post-tool", adapter: "house", ts: Date.UTC(2001, 0, 1), backfill: true } as const;
  for (const [at, { mode, sender }] of sides.entries()) {
    const items = sides.map(({ mode: each }) => ({
      ...signal,
      id: `${mode} ${each}`,
      metadata: { tokens_in: 1 },
    }));
    // One of the projects is named in both modes, the other in its own alone.
    await sender.sendBatch(items.map((item, index) => ({ ...item, ...names(index === at ? mode : "live") })));
  }
  for (const { mode, admin } of sides) {
    const other = mode === "live" ? "test user" : "";
    const users = await admin.walk<{ id: string }>("/api/v1/users", { limit: 100 });
    expect(users.items.map(({ id }) => id)).toContain(`${mode} user`);
    expect(users.items.map(({ id }) => id)).not.toContain(other);
    const projects = await admin.walk<{ id: string }>("/api/v1/projects", { limit: 100 });
    const shown = projects.items.map(({ id }) => id);
    const named = ["game", "site", "live project", ...(mode === "test" ? ["test project"] : [])];
    expect(shown.filter((id) => named.includes(id)).toSorted()).toEqual(named.toSorted());
    expect(shown.includes("test project")).toBe(mode === "test");
  }
});

test("a project that another organization names alike is its own", async () => {
  const { server } = running.coding;
  const { otherKey } = await makeTenants(server.folder);
  const stranger = new CodingClient(server, otherKey);
  const item = {
    id: "1",
    type: "post-tool",
    adapter: "house",
    ts: 0,
    backfill: true,
    metadata: { tokens_in: 1 },
  } as const;
  await stranger.sendBatch([{ ...item, ts: Date.UTC(2001, 0, 1), user_id: "user0", project_id: "game" }]);
  expect(await stranger.call("GET", "/api/v1/projects/game")).toMatchObject({
    status: 200,
    body: { id: "game" },
  });
  expect((await stranger.events()).total).toBe(1);
});
