import { openReader } from "@hearth/store/engines/sqlite/open";
import { recountPlay } from "@hearth/store/games/recount";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Game } from "../game.ts";
import { ServerProcess } from "../server-process.ts";
import { withRows } from "../stored-rows.ts";
import { until } from "../until.ts";
import { smallDisk } from "./small-disk.ts";

const lanes = 8;
const eventsPerBatch = 200;
const disk = smallDisk();
const server = new ServerProcess({
  folder: disk.folder,
  under: disk.under,
  settings: { HEARTH_DISK_RESERVE_MEBIBYTES: "0" },
});

afterAll(async () => {
  await server.remove();
  disk.remove();
});

test(`a full disk (a small ${disk.kind}) is said, loses nothing and passes without a restart`, async () => {
  await server.start();
  const game = new Game(server, server.token);
  const { sessionId } = await game.play();
  const stored: string[] = [];
  const event = { sessionId, eventType: "checkpoint", payload: { text: "x".repeat(1_000) } };
  const batch = JSON.stringify(Array.from({ length: eventsPerBatch }, () => event));
  /** Sends until the server has no room; answers how it said so. */
  const fill = async () => {
    for (;;) {
      const answer = await game.sendEvents(batch);
      if (answer.status !== 201) return answer;
      stored.push(...answer.body.map(({ id }) => id!));
    }
  };

  const refusals = await Promise.all(Array.from({ length: lanes }, fill));
  for (const { status, headers, body } of refusals) {
    expect(status).toBe(503);
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(body.message).toMatch(/disk is full/);
  }
  expect(stored.length).toBeGreaterThan(eventsPerBatch);
  const big = await game.sendReport({ report: { title: "x", description: "y".repeat(60_000) } });
  expect([201, 503]).toContain(big.status);
  const reports = big.status === 201 ? 1 : 0;

  disk.giveRoom(server.pid);
  const again = await until("there is room again", async () => {
    const answer = await game.sendEvents(batch);
    return answer.status === 201 && answer.body;
  });
  stored.push(...again.map(({ id }) => id!));
  const upload = await game.announce();
  expect((await game.put(upload.uploadUrl, "stored", "text/plain")).status).toBe(200);

  expect(await server.stop()).toBe(0);
  withRows(disk.folder, (rows) => {
    const ids = rows.all("select id from play_events").map(({ id }) => id);
    expect(new Set(stored.map((id) => rows.rowOf("event", id)))).toEqual(new Set(ids));
    expect(ids.length).toBe(stored.length);
    expect(rows.count("select count(*) from play_reports")).toBe(reports);
  });
  const database = openReader(join(disk.folder, "hearth.db"));
  expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(recountPlay(database)).toEqual([]);
  database.close();
}, 60_000);
