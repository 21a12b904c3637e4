import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SessionReceipt } from "../game.ts";
import { type ServerProcess, startServer } from "../server-process.ts";
import { withRows } from "../stored-rows.ts";

// The requests that the documentation of the API shows, each with the client it is shown for.

const isCurlHere = spawnSync("curl", ["--version"]).status === 0;

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => await server?.remove());

const receipt = {
  sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  buildId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
};

const full = `{
  "build": {
    "version": "1.14.2",
    "platform": "windows",
    "gitCommit": "a1b2c3d4",
    "channel": "dev"
  },
  "player": {
    "externalId": "steam_76561198000000000"
  },
  "metadata": {
    "difficulty": "hard",
    "region": "eu-west"
  }
}`;

async function withCurl(...args: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)("curl", ["-sS", ...args]);
  return JSON.parse(stdout) as unknown;
}

test.skipIf(!isCurlHere)("curl", async () => {
  const answer = (await withCurl(
    ...["-X", "POST", "-H", `Authorization: Bearer ${server.token}`, "-H", "Content-Type: application/json"],
    ...["-d", full, `${server.url}/v1/ingest/sessions`],
  )) as SessionReceipt;
  expect(answer).toEqual(receipt);
  withRows(server.folder, (rows) => {
    expect(rows.session(answer.sessionId)).toMatchObject({
      channel: "dev",
      player_external_id: "steam_76561198000000000",
      player_device_id: null,
    });
    expect(JSON.parse(String(rows.session(answer.sessionId)["metadata"]))).toEqual({
      difficulty: "hard",
      region: "eu-west",
    });
  });
});

test.skipIf(!isCurlHere)("the curl command on the welcome screen", async () => {
  const printed = /curl http[^]*?\n\n|curl http[^]*?$/.exec(server.output)![0].replace(/ready \{.*/s, "");
  const { stdout } = await promisify(execFile)("sh", ["-c", printed.replace("curl", "curl -sS")]);
  expect(JSON.parse(stdout)).toEqual(receipt);
});

test("fetch of Node", async () => {
  const { url, token } = server;
  const response = await fetch(`${url}/v1/ingest/sessions`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      build: { version: "1.14.2", platform: "windows" },
      player: { externalId: "player-42" },
    }),
  });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual(receipt);
});

test("the body Godot's JSON.stringify writes: keys sorted, no spaces", async () => {
  const { url, token } = server;
  const response = await fetch(`${url}/v1/ingest/sessions`, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Bearer ${token}`,
      "User-Agent": "GodotEngine/4.5.1",
    },
    body: '{"build":{"gitCommit":"a1b2c3d4","platform":"windows","version":"1.14.2"},"player":{"externalId":"player-42"}}',
  });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual(receipt);
});

test("the body C#'s StringContent sends: a charset in the type", async () => {
  const { url, token } = server;
  const response = await fetch(`${url}/v1/ingest/sessions`, {
    method: "POST",
    headers: { "Content-Type": "application/json; charset=utf-8", Authorization: `Bearer ${token}` },
    body: '{"build":{"version":"1.14.2","platform":"windows"},"player":{"externalId":"player-42"}}',
  });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual(receipt);
});

test("with the commit and without it they played two builds", () => {
  withRows(server.folder, (rows) => {
    expect(rows.count("select count(*) from play_builds where version = '1.14.2'")).toBe(2);
  });
});
