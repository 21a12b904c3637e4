import { Agent } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recountPlay } from "@hearth/store/games/recount";
import { Game } from "../game.ts";
import { residentMebibytes } from "../resident-memory.ts";
import { SeededRandom, announcedRandom } from "../seeded-random.ts";
import { type Answer, send } from "../send.ts";
import { type ServerProcess, startServer } from "../server-process.ts";
import { withRows } from "../stored-rows.ts";
import { makeTenants } from "../tenants.ts";
import { doorShapes } from "./door-shapes.ts";
import { readEverything } from "./read-everything.ts";
import { type FuzzGround, fuzzRequest } from "./fuzz-request.ts";

const requests = 50_000;
const connections = 32;
const canary = "canary-of-another-organization";
const leaks =
  /SQLITE|sqlite|select .{1,200} from |insert into|node_modules|\.ts:\d+:\d+|file:\/\/|\/packages\/|\/apps\//;

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ settings: { HEARTH_LOG: "error" } });
});
afterAll(async () => await server?.remove());

test(
  "50,000 strange requests: no failure, no leak, no growth, and all is counted right",
  { timeout: 120_000 },
  async () => {
    const random = announcedRandom("fuzz");
    const ground = await prepareGround();
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const memory: number[] = [];
    const statuses = new Map<number, number>();
    let next = 0;

    const work = async (): Promise<void> => {
      for (let number = next++; number < requests; number = next++) {
        if (number % (requests / 50) === 0) memory.push(residentMebibytes(server.pid));
        const { method, path, headers, body } = fuzzRequest(new SeededRandom(random.seed + number), ground);
        const answer = await send(server.url + path, { method, headers, body, agent });
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        check(answer, `request ${number}: ${method} ${path} ${body.toString("latin1").slice(0, 2_000)}`);
      }
    };
    await Promise.all(Array.from({ length: connections }, work));
    agent.destroy();

    process.stdout.write(
      `fuzz: ${JSON.stringify(Object.fromEntries(statuses))}, MiB ${memory.map(Math.round).join(" ")}\n`,
    );
    for (const status of [200, 201, 400, 401, 403, 404])
      expect(statuses.get(status), String(status)).toBeGreaterThan(10);
    // Caches and heaps fill at first, each to its bound (all of them are full after 200,000 requests), and
    // garbage comes and goes: what stays is the least of a stretch. Six KiB lost with each request would show.
    expect(Math.min(...memory.slice(40))).toBeLessThan(Math.min(...memory.slice(20, 30)) * 1.35);
    expect(Math.max(...memory)).toBeLessThan(450);

    const game = new Game(server, server.token);
    const { sessionId } = await game.play();
    expect(await game.record(sessionId, 3)).toHaveLength(3);
    expect(await readEverything(server)).toBeGreaterThan(200);
    withRows(server.folder, (rows) => {
      expect(recountPlay(rows.database)).toEqual([]);
      expect(rows.all("pragma integrity_check")).toEqual([{ integrity_check: "ok" }]);
    });
    expect(server.log).toBe("");
  },
);

function check(answer: Answer, what: string): void {
  if (answer.status >= 500) throw new Error(`${answer.status} to ${what}: ${answer.bytes.toString("utf8")}`);
  const text = answer.bytes.toString("latin1");
  if (answer.status >= 400 && leaks.test(text)) throw new Error(`A leak to ${what}: ${text}`);
  if (text.includes(canary)) throw new Error(`Another tenant's data to ${what}: ${text}`);
}

/** Rows of all kinds, of this tenant and another, for the requests to name. */
async function prepareGround(): Promise<FuzzGround> {
  const { otherOrganization, otherProject } = await makeTenants(server.folder);
  const [game, foreign] = [new Game(server, server.token), new Game(server, otherOrganization)];
  const { sessionId, buildId } = await game.play();
  const { uploadId, uploadUrl } = await game.announce();
  const [eventId] = (await game.record(sessionId, 1)) as [string];
  const report = await game.report({}, { sessionId });
  const other = await foreign.play({ version: canary, platform: canary }, { metadata: { canary } });
  const [otherEvent] = (await foreign.record(other.sessionId, 1, canary, { canary })) as [string];
  const otherReport = await foreign.report({ title: canary }, { sessionId: other.sessionId });
  const otherUpload = await foreign.announce({ fileName: canary });
  const { pathname, search } = new URL(uploadUrl);
  return {
    doors: doorShapes({ sessionId, buildId, uploadId, eventId }),
    tokens: [...Array<string>(20).fill(server.token), otherProject, server.key, "nonsense"],
    paths: [
      pathname + search,
      "/health",
      "/openapi.json",
      "/metrics",
      `/v1/ingest/sessions/${other.sessionId}/end`,
    ],
    ids: [
      sessionId,
      uploadId,
      report.id,
      other.sessionId,
      other.buildId,
      otherEvent,
      otherReport.id,
      otherUpload.uploadId,
    ],
  };
}
