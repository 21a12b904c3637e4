import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { recountCoding } from "@hearth/store/engines/sqlite/coding/recount-coding";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dataOf } from "../../../apps/server/src/commands/fixtures/run-hearth.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { type Row, withRows } from "../../stored-rows.ts";
import { until } from "../../until.ts";
import { callItem, type EngineClient, makeDevice, type Results, statusesOf } from "./engine-client.ts";

let server: ServerProcess;
let ada: EngineClient;
let next = 0;
beforeAll(async () => {
  server = await startServer();
  ada = (await makeDevice(server, "ada")).engine;
});
afterAll(async () => await server?.remove());

const start = Date.parse("2026-06-01T10:00:00.000Z");
const rows = (sql: string): Row[] => withRows(server.folder, (stored) => stored.all(sql));

/** Calls of one model, a minute apart. */
async function send(count: number, model: string): Promise<void> {
  const signals = Array.from({ length: count }, () =>
    callItem(`call-${next}`, {
      ts: start + next++ * 60_000,
      backfill: true,
      metadata: { model, tokens_in: 1_000, tokens_out: 100 },
    }),
  );
  const answer = await ada.call<Results>("/signals/batch", { body: { signals } });
  expect(statusesOf(answer)).toEqual(Array.from({ length: count }, () => "stored"));
}

const newestCost = (): unknown =>
  rows("select cost from coding_calls order by time desc limit 1").map(({ cost }) => cost)[0];

const hearth = async <Data>(...words: string[]): Promise<Data> =>
  await dataOf<Data>([...words, "--data", server.folder]);

test("a price that is added beside a running server holds for what comes next, and for what came once repriced", async () => {
  for (let turn = 0; turn < 5; turn++) await send(500, "house-7b");
  expect(newestCost()).toBeNull();
  await hearth("prices", "add", "--model=house-7b", "--input=2", "--output=8");
  await until("a call is priced", async () => {
    await send(1, "house-7b");
    return newestCost() === 2_800;
  });
  const before = rows("select sum(unpriced) as unpriced from coding_sessions")[0]!["unpriced"];
  expect(before).toBeGreaterThanOrEqual(2_500);

  const period = ["--from=2026-06-01", "--to=2026-07-01"];
  // The server goes on taking calls while the period is priced anew.
  const [repriced] = await Promise.all([
    hearth<{ modes: object[] }>("prices", "reprice", ...period),
    (async () => {
      for (let turn = 0; turn < 10; turn++) await send(20, "house-7b");
    })(),
  ]);
  expect(repriced.modes).toMatchObject([{ mode: "live", isDone: true, repriced: before, unpricedAfter: 0 }]);
  expect(rows("select sum(cost) as cost, sum(unpriced) as unpriced from coding_sessions")).toEqual([
    { cost: next * 2_800, unpriced: 0 },
  ]);
  expect(withRows(server.folder, ({ database }) => recountCoding(database))).toEqual([]);
}, 30_000);

test("a price file that breaks under a running server stops no call and changes no price", async () => {
  writeFileSync(join(server.folder, "prices.json"), '{"models":[{"model":"house-7b"}]}');
  const enough = Date.now() + 1_500;
  await until("the server must have looked at the file", async () => {
    await send(5, "house-7b");
    expect(newestCost()).toBe(2_800);
    return Date.now() > enough;
  });
}, 30_000);

test("another time-out and time zone are taken over by the running server", async () => {
  const count = (): unknown => rows("select count(*) as sessions from coding_sessions")[0]!["sessions"];
  const sessions = count();
  await hearth("organization", "set", "--session-timeout=60", "--time-zone=Asia/Tokyo");
  expect(count()).toBe(next);
  expect(sessions).toBe(1);
  await send(3, "house-7b");
  expect(count()).toBe(next);
  expect(withRows(server.folder, ({ database }) => recountCoding(database))).toEqual([]);
}, 30_000);
