import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createGameToken } from "@hearth/store/access/create-game-token";
import { revokeGameToken } from "@hearth/store/access/revoke-game-token";
import { Game } from "../../game.ts";
import { expectRefusal } from "../../refusal.ts";
import { send } from "../../send.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { withRows } from "../../stored-rows.ts";
import { until } from "../../until.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => await server?.remove());

const doors = [
  "sessions",
  "sessions/1f0c1a3e-7a52-4a5d-9d0f-3b6c2b1e9a10/end",
  "events",
  "uploads",
  "reports",
];
const newToken = async () =>
  await withStore(server.folder, async (context) => {
    return await createGameToken(context, { project: "default", environment: "Development", name: "Token" });
  });

describe.each(doors)("/v1/ingest/%s takes nothing without a good token", (door) => {
  const bad: [string, Record<string, string>][] = [
    ["none", {}],
    ["an empty one", { authorization: "" }],
    ["no scheme", { authorization: "TOKEN" }],
    ["another scheme", { authorization: "Basic TOKEN" }],
    ["nothing behind the scheme", { authorization: "Bearer " }],
    ["an unknown one", { authorization: "Bearer flg_a1b2c3d4e5f6g7h8i9j0k1" }],
    ["one that is mistyped", { authorization: "Bearer TOKEx" }],
    ["two", { authorization: "Bearer TOKEN, Bearer TOKEN" }],
    ["an API key", { authorization: "Bearer KEY" }],
    ["one in the wrong case", { authorization: "Bearer token" }],
    ["an endless one", { authorization: `Bearer flg_${"a".repeat(8_000)}` }],
  ];
  test.each(bad)("%s", async (_name, headers) => {
    const { token, key } = server;
    const filled = Object.entries(headers).map(([name, value]) => {
      const text = value
        .replaceAll("TOKEN", token)
        .replace("TOKEx", `${token.slice(0, -1)}~`)
        .replace("KEY", key);
      return [name, text.replace("token", token.toLowerCase())];
    });
    const answer = await send(`${server.url}/v1/ingest/${door}`, {
      method: "POST",
      headers: Object.fromEntries(filled) as Record<string, string>,
      body: '{"report":{"title":"t"},"build":{"version":"1","platform":"x"},"eventType":"a"}',
    });
    expectRefusal(answer, 401);
    expect(answer.headers["www-authenticate"]).toBe("Bearer");
  });
});

test("nothing that came without a token is kept", () => {
  withRows(server.folder, (rows) => {
    for (const table of ["play_sessions", "play_events", "play_uploads", "play_reports", "rejections"]) {
      expect(rows.count(`select count(*) from ${table}`), table).toBe(0);
    }
  });
});

test("the scheme's case does not matter", async () => {
  for (const scheme of ["Bearer", "bearer", "BEARER", "Bearer  "]) {
    const answer = await send(`${server.url}/v1/ingest/events`, {
      method: "POST",
      headers: { authorization: `${scheme} ${server.token}` },
      body: '{"eventType":"a"}',
    });
    expect(answer.status).toBe(201);
  }
});

test("health answers without a token, with one and with a bad one", async () => {
  for (const headers of [
    {},
    { authorization: `Bearer ${server.token}` },
    { authorization: "Bearer nonsense" },
  ]) {
    expect((await send(`${server.url}/health`, { headers })).status).toBe(200);
  }
});

test("a token that another process revokes stops at once, and a new one works", async () => {
  const made = await newToken();
  const game = new Game(server, made.secret);
  const { sessionId } = await game.play();
  await withStore(server.folder, async (context) => await revokeGameToken(context, { id: made.id }));
  expectRefusal(await game.sendEvents([{ sessionId, eventType: "late" }]), 401);
  for (const answer of [
    await game.sendSession({ build: { version: "1", platform: "x" } }),
    await game.sendUpload({ attachmentType: "other", fileName: "a" }),
    await game.sendReport({ report: { title: "t" } }),
    await game.sendEnd(sessionId, { status: "ok" }),
  ]) {
    expectRefusal(answer, 401);
  }
  const next = new Game(server, (await newToken()).secret);
  expect((await next.sendEvents([{ sessionId, eventType: "on" }])).status).toBe(201);
});

test("a file announced before its token was revoked still arrives", async () => {
  const made = await newToken();
  const game = new Game(server, made.secret);
  const upload = await game.announce();
  await withStore(server.folder, async (context) => await revokeGameToken(context, { id: made.id }));
  expect((await game.put(upload.uploadUrl, "x", "text/plain")).status).toBe(200);
});

test("a token's last use is noted", async () => {
  const made = await newToken();
  const lastUse = () =>
    withRows(
      server.folder,
      (rows) => rows.one("select last_used_at as at from game_tokens where public_id = ?", made.id)["at"],
    );
  expect(lastUse()).toBeNull();
  await new Game(server, made.secret).play();
  const at = await until("the use is noted", () => Number(lastUse()) || undefined);
  expect(Math.abs(at - Date.now())).toBeLessThan(60_000);
});

test("no secret is in the log", () => {
  expect(server.log).not.toMatch(/flg_\w{10}|forg_live_\w{10}|signature=/);
});
