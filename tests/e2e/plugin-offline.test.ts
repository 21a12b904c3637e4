import { afterAll, beforeAll, expect, test } from "vitest";
import { Game, taken } from "../game.ts";
import { type ServerProcess, startServer } from "../server-process.ts";
import { withRows } from "../stored-rows.ts";

let server: ServerProcess;
let game: Game;
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
});
afterAll(async () => await server?.remove());

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

test("what the plugin queued offline is taken at the next launch, once", async () => {
  // Bodies that went through the plugin's queue come back with every number as a float.
  const queued = `{"sessionId":"","clientRequestId":"0b9a6f7e-2f8f-4c3b-8a55-6f0a4bb8c001",
    "report":{"title":"Game freezes after loading","severity":"high","reporterType":"tester","sourceChannel":"api",
      "fingerprint":"load-freeze"},
    "context":{"sceneName":"Hub_Town_Square","platform":"macOS","buildVersion":"1.2.0",
      "performance":{"fps":0.0,"frameTimeMs":1043.2,"memoryMb":1024.0,"nodeCount":431.0,"orphanNodes":0.0},
      "extra":{"uptimeSec":132.0}}}`;
  const first = taken(await game.sendReport(queued));
  expect(first).toEqual({ id: expect.stringMatching(uuid), reportId: first.id, status: "new" });
  const again = taken(await game.sendReport(queued.replaceAll("431.0", "431").replaceAll("132.0", "132")));
  expect(again).toEqual({ id: first.id, reportId: first.id, idempotent: true });

  const upload = taken(
    await game.sendUpload(
      '{"sessionId":"","attachmentType":"log_bundle","fileName":"godot.log","mimeType":"text/plain","sizeBytes":18231.0}',
    ),
  );
  expect(upload.uploadId).toMatch(uuid);
  const events = taken(
    await game.sendEvents([{ eventType: "checkpoint", occurredAt: "2026-07-20T18:05:02.000Z", payload: {} }]),
  );
  expect(events).toMatchObject([{ id: expect.stringMatching(uuid), sessionId: null, buildId: null }]);

  withRows(server.folder, (rows) => {
    expect(rows.count("select count(*) from play_reports where title = 'Game freezes after loading'")).toBe(
      1,
    );
    const report = rows.report(first.id);
    expect(report).toMatchObject({ session_id: null, severity: "high", platform: "macos", version: "1.2.0" });
    expect(report["context"]).toContain('"nodeCount":431.0');
    expect(rows.upload(upload.uploadId)).toMatchObject({
      session_id: null,
      declared_bytes: 18_231,
      arrived_at: null,
    });
    expect(rows.event(events[0]!.id!)).toMatchObject({ session_id: null, build_id: null });
  });
});
