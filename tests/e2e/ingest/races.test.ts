import { Agent } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recountPlay } from "@hearth/store/games/recount";
import { type SessionReceipt, Game, taken } from "../../game.ts";
import { send } from "../../send.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withRows } from "../../stored-rows.ts";
import { makeTenants } from "../../tenants.ts";

let server: ServerProcess;
const agent = new Agent({ keepAlive: true, maxSockets: 200 });
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  agent.destroy();
  await server?.remove();
});

async function start(
  token: string,
  build: object,
  headers: Record<string, string> = {},
): Promise<SessionReceipt> {
  const body = JSON.stringify({ build });
  const authorization = `Bearer ${token}`;
  const url = `${server.url}/v1/ingest/sessions`;
  return taken(
    await send<SessionReceipt>(url, { method: "POST", headers: { authorization, ...headers }, body, agent }),
  );
}

test("200 first sessions of one build at once have one build", async () => {
  const platforms = ["Windows", "windows", "WINDOWS"];
  const sessions = await Promise.all(
    Array.from({ length: 200 }, async (_, at) => {
      return await start(server.token, {
        version: "9.9.9",
        platform: platforms[at % 3],
        gitCommit: "a1b2c3d4",
      });
    }),
  );
  expect(new Set(sessions.map(({ buildId }) => buildId)).size).toBe(1);
  expect(new Set(sessions.map(({ sessionId }) => sessionId)).size).toBe(200);
  withRows(server.folder, (rows) => {
    expect(rows.count("select count(*) from play_builds where version = '9.9.9'")).toBe(1);
    expect(rows.count("select sum(sessions) from play_session_hours")).toBe(200);
  });
});

test("the environments of a project share a build; projects and organizations do not", async () => {
  const { otherEnvironment, otherProject, otherOrganization } = await makeTenants(server.folder);
  const tokens = [server.token, otherEnvironment, otherProject, otherOrganization];
  const build = { version: "shared", platform: "linux" };
  const sessions = await Promise.all(
    Array.from({ length: 80 }, async (_, at) => await start(tokens[at % 4]!, build)),
  );
  const idsOf = (token: number): Set<string> =>
    new Set(sessions.filter((_, at) => at % 4 === token).map(({ buildId }) => buildId));
  expect([0, 1, 2, 3].map((token) => idsOf(token).size)).toEqual([1, 1, 1, 1]);
  expect(idsOf(0)).toEqual(idsOf(1));
  expect(new Set(sessions.map(({ buildId }) => buildId)).size).toBe(3);
});

test("16 starts with one Idempotency-Key at once are one session", async () => {
  const headers = { "idempotency-key": "one launch" };
  const sessions = await Promise.all(
    Array.from(
      { length: 16 },
      async () => await start(server.token, { version: "1", platform: "x" }, headers),
    ),
  );
  expect(new Set(sessions.map(({ sessionId }) => sessionId)).size).toBe(1);
  expect(sessions.filter(({ idempotent }) => idempotent)).toHaveLength(15);
});

test("events, uploads, reports and the end of one session at once are all counted", async () => {
  const game = new Game(server, server.token);
  const { sessionId } = await game.play({ version: "mixed", platform: "x" }, { lifecycle: true });
  await Promise.all(
    Array.from({ length: 60 }, async (_, at) => {
      if (at % 4 === 0) await game.record(sessionId, 7);
      else if (at % 4 === 1) await game.announce({ sessionId });
      else if (at % 4 === 2)
        await game.report({ fingerprint: "mixed" }, { sessionId, events: [{ eventType: "a" }] });
      else taken(await game.sendEnd(sessionId, { status: at === 31 ? "crashed" : "ok" }));
    }),
  );
  withRows(server.folder, (rows) => {
    expect(rows.session(sessionId)).toMatchObject({
      event_count: 120,
      upload_count: 15,
      report_count: 15,
      outcome: "crashed",
    });
    expect(recountPlay(rows.database)).toEqual([]);
  });
});
