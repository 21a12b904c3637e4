import { afterEach, describe, expect, test } from "vitest";
import { expectStored } from "../expect-stored.ts";
import { Game } from "../game.ts";
import { Acknowledged, type Met, PlayLoad } from "../play-load.ts";
import { expectRefusal } from "../refusal.ts";
import { SeededRandom, announcedRandom } from "../seeded-random.ts";
import { send } from "../send.ts";
import { ServerProcess } from "../server-process.ts";
import { until } from "../until.ts";
import { limitedDisk, mountedDisk, type SmallDisk } from "./small-disk.ts";

let server: ServerProcess | undefined;
let disk: SmallDisk | undefined;
afterEach(async () => {
  await server?.remove();
  disk?.remove();
  [server, disk] = [undefined, undefined];
});

const players = 8;

/** A mount where it is allowed; the limit always, so that no machine runs without either. */
const disks: Record<string, () => SmallDisk | undefined> = {
  "a file system of 24 MiB": mountedDisk,
  "files that may not grow": limitedDisk,
};

describe.each(Object.entries(disks))("%s", (name, make) => {
  test(
    "full: intake says 503, loses nothing, and stores again once there is room",
    { timeout: 60_000 },
    async (context) => {
      disk = make();
      if (!disk) {
        context.skip("This user may not mount a file system; the limit below stands in for it.");
        return;
      }
      const random = announcedRandom(`disk full, ${name}`);
      const settings = { HEARTH_DISK_RESERVE_MEBIBYTES: "0", HEARTH_LOG: "error" };
      server = new ServerProcess({ folder: disk.folder, under: disk.under, settings });
      await server.start();
      const { url, token, pid } = server;
      const game = new Game(server, token);
      const { sessionId } = await game.play();
      const upload = await game.announce({ sessionId });
      const [beforeFull, whenFull] = [new Acknowledged(), new Acknowledged()];
      const met: Met = new Map();
      let phase = 0;
      const load = async (acknowledged: Acknowledged, own: number): Promise<void> => {
        await Promise.all(
          Array.from({ length: players }, async (_, player) => {
            const seed = new SeededRandom(random.seed + 100 * own + player);
            await new PlayLoad({ url, token }, seed, `d${own}p${player}`, acknowledged, met).run(
              () => phase !== own,
            );
          }),
        );
      };

      const early = load(beforeFull, 0);
      await until("some of the load is stored", () => beforeFull.count > 500);
      disk.fill();
      await until("the disk is full", () => (met.get("503") ?? 0) > 20, 20_000);
      phase = 1;
      await early;

      const late = load(whenFull, 1);
      await until("the load has met the full disk", () => (met.get("503") ?? 0) > 300, 20_000);
      // Where only the growth of files is limited, a checkpoint makes a little room now and then.
      const refusal = await until("a request of ours meets it too", async () => {
        const answer = await game.sendEvents([
          { sessionId, eventType: "x", payload: { text: "x".repeat(60_000) } },
        ]);
        return answer.status !== 201 && answer;
      });
      expectRefusal(refusal, 503);
      expectRefusal(await game.put(upload.uploadUrl, Buffer.alloc(12 * 1024 * 1024), "text/plain"), 503);
      expect((await send(`${url}/health`)).status).toBe(200);
      expect(server.pid).toBe(pid);
      disk.free(pid);
      const stored = whenFull.count;
      await until("the load is stored again", () => whenFull.count > stored + 500, 20_000);
      phase = 2;
      await late;

      process.stdout.write(`disk full: met ${JSON.stringify(Object.fromEntries(met))}\n`);
      expect([...met.keys()].toSorted()).toEqual(["200", "201", "503"]);
      expect((await game.put(upload.uploadUrl, "there is room again", "text/plain")).status).toBe(200);
      expect(server.isRunning).toBe(true);
      expect(server.log).not.toMatch(/a thread ended/);
      expect(await server.stop()).toBe(0);
      expectStored(disk.folder, beforeFull);
      expectStored(disk.folder, whenFull);
    },
  );
});

test(
  "a server that is asked to end while the disk is full ends in good order",
  { timeout: 60_000 },
  async (context) => {
    disk = mountedDisk();
    if (!disk) {
      context.skip("This user may not mount a file system, and a limit ends with its process.");
      return;
    }
    server = new ServerProcess({ folder: disk.folder, settings: { HEARTH_DISK_RESERVE_MEBIBYTES: "0" } });
    await server.start();
    const { url, token, pid } = server;
    const acknowledged = new Acknowledged();
    const met: Met = new Map();
    const load = new PlayLoad({ url, token }, announcedRandom("stop when full"), "s", acknowledged, met);
    const over = load.run(() => (met.get("503") ?? 0) > 20);
    await until("some of the load is stored", () => acknowledged.count > 100);
    disk.fill();
    await over;
    expect(await server.stop()).toBe(0);
    disk.free(pid);
    await server.start();
    await new Game(server, token).play();
    expectStored(disk.folder, acknowledged);
  },
);
