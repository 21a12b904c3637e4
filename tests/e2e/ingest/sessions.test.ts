import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deleteSession } from "@hearth/store/games/erasure/delete-session";
import { Game, taken } from "../../game.ts";
import { expectRefusal } from "../../refusal.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { withRows } from "../../stored-rows.ts";

let server: ServerProcess;
let game: Game;
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
});
afterAll(async () => await server?.remove());

const build = { version: "1.14.2", platform: "windows" };
const sessionRow = (id: string) => withRows(server.folder, (rows) => rows.session(id));

test("each call makes a session of its own", async () => {
  const [first, second] = [await game.play(build), await game.play(build)];
  expect(second.sessionId).not.toBe(first.sessionId);
  expect(second.buildId).toBe(first.buildId);
});

describe("a build is one for version, platform and commit", () => {
  test.each([
    ["the case of the platform", { ...build, platform: "WinDows" }, true],
    ["an empty commit", { ...build, gitCommit: "" }, true],
    ["a null commit", { ...build, gitCommit: null }, true],
    ["the channel", { ...build, channel: "qa" }, true],
    ["a commit", { ...build, gitCommit: "a1b2c3d4" }, false],
    ["the version", { ...build, version: "1.14.3" }, false],
    ["the case of the version", { ...build, version: "1.14.2A" }, false],
    ["the platform", { ...build, platform: "linux" }, false],
  ])("%s", async (_name, other, isSame) => {
    const [plain, changed] = [await game.play(build), await game.play(other)];
    expect(changed.buildId === plain.buildId).toBe(isSame);
  });
});

test("the channel belongs to the session; the build shows the latest one seen", async () => {
  const named = { ...build, version: "channels" };
  const { sessionId, buildId } = await game.play({ ...named, channel: "alpha" });
  await game.play({ ...named, channel: "beta" });
  await game.play({ ...named, channel: "" });
  await game.play(named);
  expect(sessionRow(sessionId)["channel"]).toBe("alpha");
  withRows(server.folder, (rows) => {
    const id = rows.rowOf("build", buildId);
    expect(rows.one("select channel, platform_label from play_builds where id = ?", id)).toEqual({
      channel: "beta",
      platform_label: "windows",
    });
  });
});

test.each(["dev", "qa", "alpha", "beta", "staging", "prod"])("channel %s is known", async (channel) => {
  const { sessionId } = await game.play({ ...build, channel });
  expect(sessionRow(sessionId)["channel"]).toBe(channel);
});

test("an unknown channel is refused and the known ones are named", async () => {
  const body = expectRefusal(
    await game.sendSession({ build: { ...build, channel: "nightly" } }),
    400,
    "build.channel",
  );
  expect(body.details[0]!.message).toMatch(/dev, qa, alpha, beta, staging, prod/);
});

test("members nobody knows are accepted, empty ones count as absent", async () => {
  const body = {
    build: { ...build, engine: "Godot" },
    player: { deviceId: "", externalId: "" },
    metadata: null,
    more: [1],
  };
  const { sessionId } = taken(await game.sendSession(body));
  expect(sessionRow(sessionId)).toMatchObject({
    player_device_id: null,
    player_external_id: null,
    metadata: null,
  });
});

test("metadata is kept to the letter", async () => {
  const text = '{"z":1,"a":[1.0,  1e2],"emoji":"\\ud83d\\ude00 é","a":null}';
  const { sessionId } = taken(
    await game.sendSession(`{"build":{"version":"1","platform":"x"},"metadata":${text}}`),
  );
  expect(sessionRow(sessionId)["metadata"]).toBe(text);
});

test("sentAt tells how far the game's clock is off", async () => {
  const sentAt = new Date(Date.now() - 3_600_000).toISOString();
  const { sessionId } = await game.play(build, { sentAt });
  const skew = Number(sessionRow(sessionId)["clock_skew_ms"]);
  expect(skew).toBeGreaterThanOrEqual(3_600_000);
  expect(skew).toBeLessThan(3_660_000);
  const { sessionId: other } = await game.play(build, { sentAt: "yesterday" });
  expect(sessionRow(other)["clock_skew_ms"]).toBeNull();
});

describe("Idempotency-Key", () => {
  const start = async (key: string, named: object = build) =>
    taken(await game.sendSession({ build: named }, { "idempotency-key": key }));

  test("the same key is the same session, whatever else is sent with it", async () => {
    const first = await start("launch-1");
    const again = await start("launch-1");
    expect(again).toEqual({ ...first, idempotent: true });
    const builds = () => withRows(server.folder, (rows) => rows.count("select count(*) from play_builds"));
    const before = builds();
    const other = await start("launch-1", { version: "never stored", platform: "windows" });
    expect(other).toEqual({ ...first, idempotent: true });
    expect(builds()).toBe(before);
    expect((await start("launch-2")).sessionId).not.toBe(first.sessionId);
  });

  test("a deleted session stays deleted", async () => {
    const { sessionId } = await start("launch-3");
    await withStore(server.folder, async (context) => await deleteSession(context, { session: sessionId }));
    expect(await start("launch-3")).toMatchObject({ sessionId, idempotent: true, deleted: true });
    withRows(server.folder, (rows) => {
      const id = rows.rowOf("session", sessionId);
      expect(rows.count("select count(*) from play_sessions where id = ?", id)).toBe(0);
    });
  });
});
