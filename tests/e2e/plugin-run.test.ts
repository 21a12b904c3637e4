import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Game, taken } from "../game.ts";
import { send } from "../send.ts";
import { type ServerProcess, startServer } from "../server-process.ts";
import { StoredRows } from "../stored-rows.ts";
import { onePixel } from "./one-pixel.ts";

let server: ServerProcess;
let game: Game;
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
});
afterAll(async () => await server?.remove());

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const log = "[ForgeLogger] Session started\nERROR: enemy_ai.gd:88 Nil\n";
const performance = {
  fps: 60.0,
  frameTimeMs: 4.21,
  memoryMb: 88.4,
  vramMb: 210.7,
  nodeCount: 431,
  orphanNodes: 0,
};

test("a whole run of the engine plugin is taken and can be read back", async () => {
  const session = taken(
    await game.sendSession({
      build: { version: "1.2.0", platform: "Windows", gitCommit: "9f2c1ab", channel: "dev" },
      player: { deviceId: "" },
      metadata: {
        engineVersion: "4.5.1-stable (official)",
        locale: "",
        currentScene: "Main",
        gameName: "Skyport",
      },
    }),
  );
  expect(session).toEqual({
    sessionId: expect.stringMatching(uuid),
    buildId: expect.stringMatching(uuid),
    startedAt: expect.stringMatching(instant),
  });
  const { sessionId } = session;

  const flush = [
    {
      eventType: "checkpoint",
      occurredAt: "2026-07-20T18:05:02.000Z",
      payload: { name: "boss_room_entered" },
    },
    {
      eventType: "player_action",
      occurredAt: "2026-07-20T18:05:09.000Z",
      payload: {
        action: "open_inventory",
        scene: "Dungeon_Level_03",
        position: { x: 12.5, y: 0.0, z: -3.2 },
      },
    },
    {
      eventType: "error",
      occurredAt: "2026-07-20T18:05:10.000Z",
      payload: { message: "Invalid get index 'hp' (on base: 'Nil')", stack: "enemy_ai.gd:88 @ _process()" },
    },
  ].map((event) => ({ sessionId, ...event }));
  const receipts = taken(await game.sendEvents(flush));
  expect(receipts).toEqual(
    flush.map((event) => ({
      ...event,
      id: expect.stringMatching(uuid),
      buildId: session.buildId,
      reportIds: [],
    })),
  );
  const last = {
    sessionId,
    eventType: "checkpoint",
    occurredAt: "2026-07-20T18:06:30.000Z",
    payload: { name: "boss_phase_2" },
  };
  const [single] = taken(await game.sendEvents([last]));
  const eventIds = [...receipts, single!].map(({ id }) => id!);
  expect(new Set(eventIds).size).toBe(4);

  const files = [
    { attachmentType: "log_bundle", fileName: "game.log", mimeType: "text/plain", bytes: Buffer.from(log) },
    {
      attachmentType: "screenshot",
      fileName: "screenshot_2026-07-20_18-06-41.png",
      mimeType: "image/png",
      bytes: onePixel,
    },
  ];
  const attachments: object[] = [];
  for (const { bytes, ...file } of files) {
    const described = { ...file, sizeBytes: bytes.length };
    const upload = taken(await game.sendUpload({ sessionId, ...described }));
    expect(upload.uploadUrl.startsWith(`${server.url}/`)).toBe(true);
    expect(upload.storageKey).toMatch(
      new RegExp(`^uploads/\\d{4}/\\d\\d/${upload.uploadId}-${file.fileName}$`),
    );
    expect((await game.put(upload.uploadUrl, bytes, file.mimeType)).status).toBe(200);
    expect(readFileSync(join(server.folder, "files", upload.storageKey))).toEqual(bytes);
    attachments.push({ uploadId: upload.uploadId, ...described });
  }

  const report = taken(
    await game.sendReport({
      sessionId,
      clientRequestId: "5f0c1a3e-7a52-4a5d-9d0f-3b6c2b1e9a10",
      report: {
        title: "Stuck in wall",
        description: "Opened the inventory while falling.",
        severity: "medium",
        reporterType: "player",
        sourceChannel: "ui_popup",
      },
      context: {
        sceneName: "Main",
        platform: "Windows",
        buildVersion: "1.2.0",
        performance,
        checkpoint: "level_3",
        playerPosition: { x: 1.0, y: 2.0 },
        extra: { uptimeSec: 132, tags: ["inventory"] },
      },
      eventIds,
      attachments,
    }),
  );
  expect(report).toEqual({ id: expect.stringMatching(uuid), reportId: report.id, status: "new" });
  const health = await send(`${server.url}/health`, { headers: { authorization: `Bearer ${game.token}` } });
  expect([health.status, health.body]).toEqual([200, { status: "ok", version: expect.any(String) }]);

  const rows = new StoredRows(server.folder);
  const row = rows.session(sessionId);
  expect(row).toMatchObject({
    channel: "dev",
    player_device_id: null,
    event_count: 4,
    upload_count: 2,
    report_count: 1,
  });
  const build = rows.one("select * from play_builds where id = ?", row["build_id"]);
  expect(build).toMatchObject({
    version: "1.2.0",
    platform: "windows",
    platform_label: "Windows",
    git_commit: "9f2c1ab",
  });
  expect(rows.event(eventIds[1]!)).toMatchObject({
    payload: JSON.stringify(flush[1]!.payload),
    occurred_text: null,
  });
  expect(rows.report(report.id)).toMatchObject({
    title: "Stuck in wall",
    severity: "medium",
    status: "new",
    scene: "Main",
    warnings: null,
    dedupe_key: expect.stringMatching(/^stack:/),
  });
  const id = rows.rowOf("report", report.id);
  expect(rows.count("select count(*) from play_report_events where report_id = ?", id)).toBe(4);
  const arrived = `select count(*) from play_report_attachments a join play_uploads u on u.id = a.upload_id
    where a.report_id = ? and u.arrived_at is not null and u.claimed = 1`;
  expect(rows.count(arrived, id)).toBe(2);
  rows.close();
});
