import { afterAll, beforeAll, expect, test } from "vitest";
import { expectApiRefusal } from "../../api-refusal.ts";
import type { ListPage, SessionBody } from "../../coding/coding-answers.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { apiAsker } from "./api-asker.ts";
import { callItem, type EngineClient, makeDevice } from "./engine-client.ts";

let server: ServerProcess;
let ada: EngineClient;
let bob: EngineClient;
let adaInTest: EngineClient;
beforeAll(async () => {
  server = await startServer();
  ada = (await makeDevice(server, "ada")).engine;
  bob = (await makeDevice(server, "bob")).engine;
  adaInTest = (await makeDevice(server, "ada", "test")).engine;
  for (const [engine, count] of [
    [ada, 5],
    [bob, 1],
    [adaInTest, 2],
  ] as const) {
    const signals = Array.from({ length: count }, (_, at) =>
      callItem(`msg_${at}_${engine.secret}`, { ts: 1_780_000_000_000 + at * 3_600_000 }),
    );
    await engine.call("/signals/batch", { body: { signals } });
  }
});
afterAll(async () => {
  expect(server.log).toBe("");
  await server.remove();
});

const page = async (engine: EngineClient, query = ""): Promise<ListPage<SessionBody>> =>
  (await engine.get<ListPage<SessionBody>>(`/sessions${query}`)).body;

test("a device sees its user's sessions of its mode, newest first, and nobody else's", async () => {
  const { data, ...rest } = await page(ada);
  expect(rest).toEqual({ cursor: null, has_more: false, total: 5 });
  expect(data.map(({ user_id, started_at }) => [user_id, Date.parse(started_at)])).toEqual(
    [4, 3, 2, 1, 0].map((at) => ["ada", 1_780_000_000_000 + at * 3_600_000]),
  );
  expect(await page(bob)).toMatchObject({ total: 1, data: [{ user_id: "bob" }] });
  expect(await page(adaInTest)).toMatchObject({ total: 2, data: [{ user_id: "ada" }, { user_id: "ada" }] });
  expect(await page((await makeDevice(server, "new")).engine)).toMatchObject({ total: 0, data: [] });
});

test("they look as those of /api/v1 do", async () => {
  const { body } = await apiAsker(server, server.key)("GET", "/sessions?user_id=ada");
  expect(await page(ada)).toEqual(body);
});

test("they are paged by the cursor alone, and a cursor is its user's alone", async () => {
  const first = await page(ada, "?limit=2");
  const second = await page(ada, `?cursor=${first.cursor}`);
  const third = await page(ada, `?cursor=${second.cursor}`);
  expect(third).toMatchObject({ cursor: null, has_more: false, total: 5 });
  const walked = [first, second, third].flatMap(({ data }) => data.map(({ id }) => id));
  expect(walked).toEqual((await page(ada)).data.map(({ id }) => id));
  const { body } = await apiAsker(server, server.key)<{ cursor: string }>("GET", "/sessions?limit=1");
  for (const [engine, cursor] of [
    [bob, first.cursor],
    [adaInTest, first.cursor],
    [ada, body.cursor],
    [ada, "nonsense"],
    [ada, first.cursor!.slice(0, -3)],
  ] as const) {
    expectApiRefusal(await engine.get(`/sessions?cursor=${cursor}`), 400);
  }
});

test.each(["limit=0", "limit=101", "limit=x", "limit=", "user_id=bob", "from=2026-01-01", "order=asc"])(
  "the parameter %s is refused",
  async (query) => {
    expectApiRefusal(await ada.get(`/sessions?${query}`), 400, query.split("=")[0]!);
  },
);
