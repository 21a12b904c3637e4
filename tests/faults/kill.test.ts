import { afterEach, expect, test } from "vitest";
import { expectStored } from "../expect-stored.ts";
import { Acknowledged, type Met, PlayLoad } from "../play-load.ts";
import { SeededRandom, announcedRandom } from "../seeded-random.ts";
import { ServerProcess } from "../server-process.ts";
import { until } from "../until.ts";

const rounds = 24;
const players = 16;

let server: ServerProcess | undefined;
afterEach(async () => await server?.remove());

test(`what was acknowledged survives ${rounds} kills under load`, { timeout: 120_000 }, async () => {
  const random = announcedRandom("kill");
  const acknowledged = new Acknowledged();
  const met: Met = new Map();
  server = new ServerProcess({ settings: { HEARTH_LOG: "error" } });
  const running = server;
  for (let round = 0; round < rounds; round++) {
    await running.start();
    const { url, token } = running;
    const before = acknowledged.count;
    const load = Array.from({ length: players }, async (_, player) => {
      const own = new SeededRandom(random.seed + round * players + player);
      await new PlayLoad({ url, token }, own, `r${round}p${player}`, acknowledged, met).run(() => false);
    });
    // A moment of the work, not of the clock: on a slow machine the server is killed as deep in it.
    const enough = before + random.whole(1, 5_000);
    await until("the server has acknowledged some of the load", () => acknowledged.count >= enough, 20_000);
    await running.kill();
    await Promise.all(load);
  }
  await running.start();
  await running.stop();
  process.stdout.write(
    `kill: ${acknowledged.count} acknowledged, met ${JSON.stringify(Object.fromEntries(met))}\n`,
  );
  expect(Object.keys(Object.fromEntries(met)).filter((what) => /^[45]/.test(what))).toEqual([]);
  expect(acknowledged.reports.length).toBeGreaterThan(rounds);
  expect(acknowledged.files.length).toBeGreaterThan(rounds);
  expectStored(running.folder, acknowledged);
});
