import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { openWriter } from "@hearth/store/engines/sqlite/open";
import { expectStored } from "../expect-stored.ts";
import { Game } from "../game.ts";
import { Acknowledged, type Met, PlayLoad } from "../play-load.ts";
import { type RawExchange, rawExchange, rawHead } from "../raw-exchange.ts";
import { SeededRandom, announcedRandom } from "../seeded-random.ts";
import { send } from "../send.ts";
import { FailedStart, ServerProcess, startServer } from "../server-process.ts";
import { until } from "../until.ts";

const players = 16;
/** Milliseconds within which a server that was asked to end is gone. */
const promptly = 8_000;

let server: ServerProcess | undefined;
afterEach(async () => await server?.remove());

/** How a server that must not start says no. */
async function failedStart(options: ConstructorParameters<typeof ServerProcess>[0]): Promise<FailedStart> {
  const refused = new ServerProcess(options);
  try {
    await refused.start();
  } catch (error) {
    if (error instanceof FailedStart) return error;
    throw error;
  } finally {
    await refused.remove();
  }
  throw new Error("The server started.");
}

describe("SIGTERM", () => {
  test(
    "under load: what was acknowledged is there, the rest was not promised",
    { timeout: 60_000 },
    async () => {
      const random = announcedRandom("stop");
      const acknowledged = new Acknowledged();
      const met: Met = new Map();
      server = new ServerProcess({});
      const running = server;
      for (let round = 0; round < 3; round++) {
        await running.start();
        const { url, token } = running;
        const before = acknowledged.count;
        const load = Array.from({ length: players }, async (_, player) => {
          const own = new SeededRandom(random.seed + round * players + player);
          await new PlayLoad({ url, token }, own, `s${round}p${player}`, acknowledged, met).run(() => false);
        });
        await until("some of the load is acknowledged", () => acknowledged.count > before + 1_000);
        const asked = performance.now();
        expect(await running.stop()).toBe(0);
        expect(performance.now() - asked).toBeLessThan(promptly);
        await Promise.all(load);
      }
      process.stdout.write(
        `stop: ${acknowledged.count} acknowledged, met ${JSON.stringify(Object.fromEntries(met))}\n`,
      );
      // A connection may close between two requests; a request that was read is answered.
      const bad = [...met.keys()].filter(
        (what) => !["200", "201", "ECONNRESET", "ECONNREFUSED", "EPIPE"].includes(what),
      );
      expect(bad).toEqual([]);
      expectStored(running.folder, acknowledged);
    },
  );

  test("with connections that hold on to it: it ends within seconds", { timeout: 40_000 }, async () => {
    server = await startServer();
    const game = new Game(server, server.token);
    const upload = new URL((await game.announce()).uploadUrl);
    const put = rawHead("PUT", upload.pathname + upload.search, { "Content-Length": 1_000 });
    const events = rawHead("POST", "/v1/ingest/events", {
      Authorization: `Bearer ${game.token}`,
      "Content-Length": 1_000,
    });
    const held = [
      [""],
      ["GET /health HTTP/1.1\r\nHos"],
      [put, "a"],
      [events, "["],
      [rawHead("GET", "/health", {})],
    ];
    const exchanges: Promise<RawExchange>[] = held.map(
      async (pieces) => await rawExchange(server!.port, { pieces }),
    );
    await game.play();
    const asked = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - asked).toBeLessThan(promptly);
    await Promise.all(exchanges);
  });

  test("asked for twice: it ends once", async () => {
    server = await startServer();
    const ends = [server.stop(), server.stop()];
    expect(await Promise.all(ends)).toEqual([0, 0]);
  });
});

describe("a start that cannot be is refused in one line that says how to mend it", () => {
  const expectOneLine = ({ code, stdout, stderr }: FailedStart, words: RegExp): void => {
    expect(code).toBe(1);
    expect(stdout).not.toMatch(/^ready /m);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stderr).toMatch(/^hearth: .*\.$/m);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/SQLITE|\.ts:|node:/);
  };

  test("a second server on the same folder; the first goes on", async () => {
    server = await startServer();
    expectOneLine(await failedStart({ folder: server.folder }), /Another Hearth is using this data folder/);
    await new Game(server, server.token).play();
    await server.kill();
    await server.start();
    expect((await send(`${server.url}/health`)).status).toBe(200);
  });

  test("data that a newer version has written; it is left as it is", async () => {
    server = await startServer();
    const game = new Game(server, server.token);
    await game.play();
    await server.stop();
    const change = (sql: string): void => {
      const database = openWriter(join(server!.folder, "hearth.db"));
      database.exec(sql);
      database.close();
    };
    change("insert into migrations values ('9999-from-the-future', 0)");
    expectOneLine(await failedStart({ folder: server.folder }), /newer Hearth.*9999-from-the-future/);
    change("delete from migrations where name = '9999-from-the-future'");
    await server.start();
    await game.play();
  });

  test("a port in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    expectOneLine(await failedStart({ settings: { HEARTH_PORT: String(port) } }), /port is in use/);
    other.close();
  });

  test.each([
    ["HEARTH_PORT", "70000"],
    ["HEARTH_PORT", "http"],
    ["HEARTH_LOG", "loud"],
    ["HEARTH_PUBLIC_URL", "play.example.com"],
    ["HEARTH_PUBLIC_URL", "ftp://play.example.com"],
    ["HEARTH_UPLOAD_MEBIBYTES_PER_DAY", "-1"],
    ["HEARTH_DISK_RESERVE_MEBIBYTES", "1e3"],
  ])("%s=%s", async (name, value) => {
    expectOneLine(await failedStart({ settings: { [name]: value } }), new RegExp(`${name}.*${value}`));
  });

  test("data that is no database", async () => {
    server = await startServer();
    await server.stop();
    for (const name of ["hearth.db", "hearth.db-wal", "hearth.db-shm"])
      rmSync(join(server.folder, name), { force: true });
    writeFileSync(
      join(server.folder, "hearth.db"),
      "this is no database, though it is long enough to be one ".repeat(100),
    );
    expectOneLine(await failedStart({ folder: server.folder }), /database|data folder/);
  });
});
