import { sample } from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CodingClient } from "../../coding/coding-client.ts";
import type { ListPage, SessionBody } from "../../coding/coding-answers.ts";
import { historyUsers, Rounds } from "../../coding/coding-round.ts";
import { deliver } from "../../coding/delivery.ts";
import { anyHistory } from "../../coding/any-history.ts";
import { startCodingServer } from "../../coding/server-pair.ts";
import { makeTenants } from "../../tenants.ts";
import { announcedRandom, type SeededRandom } from "../../seeded-random.ts";
import { createApiKey } from "@hearth/store/access/create-api-key";
import { withStore } from "../../store-access.ts";

type Page = ListPage<{ readonly id: string }>;

let running: Awaited<ReturnType<typeof startCodingServer>>;
let random: SeededRandom;
/** Keys of another organization and of test data. */
let strangers: readonly CodingClient[];
/** Before, among and after what is there already. */
const later = [Date.UTC(2000, 5, 1), Date.UTC(2001, 0, 1, 6), Date.UTC(2002, 0, 1)].map(
  (at) => new Rounds(at),
);
const lists = ["sessions", "events"] as const;

beforeAll(async () => {
  random = announcedRandom("cursors");
  running = await startCodingServer(historyUsers);
  await sendSome(new Rounds(), 15);
  const { folder } = running.coding.server;
  const { otherKey } = await makeTenants(folder);
  const testKey = await withStore(
    folder,
    async (context) =>
      (await createApiKey(context, { name: "Test", mode: "test", scopes: ["admin"] })).secret,
  );
  strangers = [otherKey, testKey].map((secret) => new CodingClient(running.coding.server, secret));
});
afterAll(async () => await running?.remove());

async function sendSome(rounds: Rounds, numRuns: number): Promise<void> {
  const sketches = sample(anyHistory, { seed: random.whole(0, 2 ** 31 - 1), numRuns });
  await deliver(running.coding, rounds.next(sketches).items, random);
}

const firstPage = async (list: string, search = "limit=5"): Promise<Page> =>
  await running.coding.admin.get<Page>(`/api/v1/${list}?${search}`);

const asked = async (client: CodingClient, list: string, cursor: string) =>
  await client.call<Page & { code: string }>("GET", `/api/v1/${list}?cursor=${encodeURIComponent(cursor)}`);

describe.each(lists)("%s", (list) => {
  test("a cursor carries filters, order and page size", async () => {
    const whole = await running.coding.admin.walk<{ id: string }>(`/api/v1/${list}`, {
      order: "asc",
      adapter: "codex",
      limit: 100,
    });
    const first = await firstPage(list, "order=asc&adapter=codex&limit=3");
    const second = (await asked(running.coding.admin, list, first.cursor!)).body;
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(
      whole.items.slice(0, 6).map(({ id }) => id),
    );
    expect([first.total, second.total]).toEqual([whole.total, whole.total]);
  });

  test.each(["asc", "desc"])(
    "a walk (%s) while others write is exact for what does not change",
    async (order) => {
      const before = await running.coding.admin.walk<{ id: string }>(`/api/v1/${list}`, {
        order,
        limit: 100,
      });
      const seen: string[] = [];
      let page = await firstPage(list, `order=${order}&limit=20`);
      for (let count = 0; ; count++) {
        seen.push(...page.data.map(({ id }) => id));
        expect(page.total).toBe(before.total);
        if (page.cursor === null) break;
        const more = later[count];
        if (more) await sendSome(more, 4);
        page = (await asked(running.coding.admin, list, page.cursor)).body;
      }
      expect(new Set(seen).size).toBe(seen.length);
      const old = new Set(before.items.map(({ id }) => id));
      expect(seen.filter((id) => old.has(id))).toEqual(before.items.map(({ id }) => id));
    },
  );

  test("a cursor that was changed, cut or made up is refused", async () => {
    const { cursor } = await firstPage(list);
    const changed = Array.from({ length: 40 }, () => {
      const at = random.whole(0, cursor!.length - 1);
      const other = random.pick("AZaz09-_".split("").filter((each) => each !== cursor![at]));
      return cursor!.slice(0, at) + other + cursor!.slice(at + 1);
    });
    const cut = Array.from({ length: 20 }, () => cursor!.slice(0, random.whole(1, cursor!.length - 1)));
    const doubled = Buffer.from(cursor!, "base64url");
    const grown = Buffer.concat([doubled, Buffer.from("}")]).toString("base64url");
    for (const text of [...changed, ...cut, grown, "x", "null", "AAAA", `${cursor}${cursor}`, "ä€"]) {
      // Other letters may stand for the same octets at the end of a text.
      if (Buffer.from(text, "base64url").equals(doubled)) continue;
      const { status, body } = await asked(running.coding.admin, list, text);
      expect([status, body.code, body.data], text).toEqual([400, "invalid_request", undefined]);
    }
  });

  test("a cursor of another list, organization or mode is refused", async () => {
    const other = lists.find((each) => each !== list)!;
    const { cursor } = await firstPage(list);
    for (const stranger of strangers) {
      expect(await asked(stranger, list, cursor!)).toMatchObject({
        status: 400,
        body: { code: "invalid_request" },
      });
      expect((await stranger.get<Page>(`/api/v1/${list}`)).data).toEqual([]);
    }
    expect(await asked(running.coding.admin, other, cursor!)).toMatchObject({ status: 400 });
  });
});

test("a cursor of one session's events is refused for another session", async () => {
  const sessions = await running.coding.admin.sessions();
  const [large, other] = sessions.items.toSorted((a, b) => b.signal_count - a.signal_count) as [
    SessionBody,
    SessionBody,
  ];
  const path = (id: string): string => `sessions/${encodeURIComponent(id)}/events`;
  const { cursor } = await firstPage(path(large.id), "limit=1");
  expect(await asked(running.coding.admin, path(large.id), cursor!)).toMatchObject({ status: 200 });
  expect(await asked(running.coding.admin, path(other.id), cursor!)).toMatchObject({ status: 400 });
});
