import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectRefusal } from "../../refusal.ts";
import { send } from "../../send.ts";
import { FailedStart, type ServerProcess, startServer } from "../../server-process.ts";
import { withRows } from "../../stored-rows.ts";

describe("a server that the operator opened", () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await startServer({
      settings: { HEARTH_OPEN_PROJECT: "default", HEARTH_OPEN_HOSTS: "play.example.com, localhost:4100" },
    });
  });
  afterAll(async () => await server?.remove());

  const post = async (headers: Record<string, string>) =>
    await send(`${server.url}/v1/ingest/events`, { method: "POST", headers, body: '{"eventType":"open"}' });

  test("says so in its log", () => {
    expect(server.log).toMatch(/the server is open/);
  });

  test("takes what comes without a token under its hosts, into Production", async () => {
    for (const headers of [
      { host: "play.example.com" },
      { host: "PLAY.example.com" },
      { host: "localhost:4100" },
      { host: "play.example.com", origin: "https://play.example.com" },
    ]) {
      expect((await post(headers)).status, JSON.stringify(headers)).toBe(201);
    }
    withRows(server.folder, (rows) => {
      const sql = "select distinct e.name from play_events p join environments e on e.id = p.environment_id";
      expect(rows.all(sql)).toEqual([{ name: "Production" }]);
    });
  });

  test("refuses it under other hosts and from pages of other sites", async () => {
    for (const headers of [
      { host: "evil.example.com" },
      { host: "play.example.com.evil.com" },
      { host: "localhost" },
      { host: "play.example.com", origin: "https://evil.example.com" },
      { host: "play.example.com", origin: "null" },
      { host: "play.example.com", origin: "play.example.com" },
    ]) {
      expectRefusal(await post(headers), 401);
    }
  });

  test("asks as ever for a good token where one is sent", async () => {
    expectRefusal(await post({ host: "play.example.com", authorization: "Bearer nonsense" }), 401);
    expect((await post({ host: "evil.example.com", authorization: `Bearer ${server.token}` })).status).toBe(
      201,
    );
  });

  test("keeps the console closed", async () => {
    const answer = await send(`${server.url}/console/v1/projects`, { headers: { host: "play.example.com" } });
    expect([401, 404]).toContain(answer.status);
  });
});

test.each([
  [
    "a project that is not there",
    { HEARTH_OPEN_PROJECT: "nowhere", HEARTH_OPEN_HOSTS: "a" },
    /HEARTH_OPEN_PROJECT/,
  ],
  ["no hosts", { HEARTH_OPEN_PROJECT: "default" }, /HEARTH_OPEN_HOSTS/],
])("a start with %s is refused in one line", async (_name, settings, words) => {
  const fault = await startServer({ settings }).then(
    async (server) => await server.remove(),
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(FailedStart);
  const { code, stderr } = fault as FailedStart;
  expect(code).toBe(1);
  expect(stderr).toMatch(words);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});
