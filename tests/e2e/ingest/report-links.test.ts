import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recountPlay } from "@hearth/store/games/recount";
import { Game, type ReportReceipt, taken } from "../../game.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { withRows } from "../../stored-rows.ts";
import { onePixel } from "../one-pixel.ts";

let server: ServerProcess;
let game: Game;
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
});
afterAll(async () => {
  if (server) withRows(server.folder, (rows) => expect(recountPlay(rows.database)).toEqual([]));
  await server?.remove();
});

const linksOf = (id: string, table: "events" | "attachments") =>
  withRows(server.folder, (rows) => {
    const column = table === "events" ? "event_id" : "upload_id";
    const kind = table === "events" ? "event" : "upload";
    const sql = `select ${column} as row from play_report_${table} where report_id = ? order by position`;
    return rows.all(sql, rows.rowOf("report", id)).map(({ row }) => ({ kind, row }));
  });
const rowsOf = (kind: "event" | "upload", ids: readonly string[]) =>
  withRows(server.folder, (rows) => ids.map((id) => ({ kind, row: rows.rowOf(kind, id) })));
const warned = ({ warnings = [] }: ReportReceipt): string => warnings.join("\n");

describe("eventIds", () => {
  test("300 of a long run are all linked, in their order", async () => {
    const { sessionId } = await game.play();
    const eventIds = [
      ...(await game.record(sessionId, 200)),
      ...(await game.record(sessionId, 100)),
    ].toReversed();
    const report = await game.report({}, { sessionId, eventIds });
    expect(report.warnings).toBeUndefined();
    expect(linksOf(report.id, "events")).toEqual(rowsOf("event", eventIds));
  });

  test("of 5,001 the first 5,000 are linked", async () => {
    const { sessionId } = await game.play();
    const eventIds = await game.record(sessionId, 5_001);
    const report = await game.report({}, { sessionId, eventIds });
    expect(warned(report)).toMatch(/^eventIds: .*5001.*5000/m);
    expect(linksOf(report.id, "events")).toEqual(rowsOf("event", eventIds.slice(0, 5_000)));
  });

  test("repeated and unknown ones are left out", async () => {
    const { sessionId } = await game.play();
    const [one, two] = (await game.record(sessionId, 2)) as [string, string];
    const { uploadId } = await game.announce();
    const unknown = [sessionId, uploadId, "x".repeat(5_000), "1f0c1a3e-7a52-4a5d-9d0f-3b6c2b1e9a10"];
    const report = await game.report(
      {},
      { sessionId, eventIds: [two, one, two, one.toUpperCase(), ...unknown, ""] },
    );
    expect(warned(report)).toMatch(/^eventIds: 3 /m);
    expect(warned(report)).toMatch(/^eventIds: 4 /m);
    expect(linksOf(report.id, "events")).toEqual(rowsOf("event", [two, one]));
  });
});

describe("inline events", () => {
  test("are created in the report's session and linked after the ones named", async () => {
    const { sessionId, buildId } = await game.play();
    const eventIds = await game.record(sessionId, 1);
    const events = [
      { eventType: "death", occurredAt: "2026-07-20T18:05:02.000Z", payload: { by: "lava" } },
      { eventType: "respawn" },
    ];
    const { id } = await game.report({}, { sessionId, eventIds, events });
    withRows(server.folder, (rows) => {
      const made = rows.all(
        `select e.session_id, e.build_id, e.event_type, e.payload from play_report_events r
          join play_events e on e.id = r.event_id where r.report_id = ? order by r.position`,
        rows.rowOf("report", id),
      );
      const place = { session_id: rows.rowOf("session", sessionId), build_id: rows.rowOf("build", buildId) };
      expect(made).toEqual([
        { ...place, event_type: "checkpoint", payload: "{}" },
        { ...place, event_type: "death", payload: '{"by":"lava"}' },
        { ...place, event_type: "respawn", payload: null },
      ]);
      expect(rows.session(sessionId)["event_count"]).toBe(3);
    });
  });

  test("that bring an id are stored once and linked once", async () => {
    const { sessionId } = await game.play();
    const event = { id: "4d3f6f5c-58f5-4b7e-9a39-6f3e6f1f0c02", eventType: "a" };
    taken(await game.sendEvents({ ...event, sessionId }));
    const first = await game.report({}, { sessionId, eventIds: [event.id], events: [event, event] });
    const second = await game.report({}, { sessionId, events: [event] });
    expect(linksOf(first.id, "events")).toHaveLength(1);
    expect(linksOf(second.id, "events")).toEqual(linksOf(first.id, "events"));
  });

  test("300 are all made", async () => {
    const { sessionId } = await game.play();
    const events = Array.from({ length: 300 }, (_, at) => ({ eventType: "step", payload: { at } }));
    const report = await game.report({}, { sessionId, events });
    expect([linksOf(report.id, "events").length, report.warnings]).toEqual([300, undefined]);
  });
});

describe("attachments", () => {
  test("of 60 the first 50 are linked", async () => {
    const uploads = await Promise.all(
      Array.from({ length: 60 }, async () => (await game.announce()).uploadId),
    );
    const attachments = uploads.map((uploadId) => ({
      uploadId,
      attachmentType: "log_bundle",
      fileName: "game.log",
    }));
    const report = await game.report({}, { attachments });
    expect(warned(report)).toMatch(/^attachments: .*60.*50/m);
    expect(linksOf(report.id, "attachments")).toEqual(rowsOf("upload", uploads.slice(0, 50)));
  });

  test("that are repeated, of an unknown type or never arrived are linked once", async () => {
    const { uploadId } = await game.announce();
    const attachments = [{ uploadId, attachmentType: "hologram", fileName: "a" }, { uploadId }];
    const report = await game.report({}, { attachments });
    expect(warned(report)).toMatch(/^attachments\[0\]\.attachmentType: /m);
    expect(warned(report)).toMatch(/^attachments\[1\]\.uploadId: /m);
    expect(linksOf(report.id, "attachments")).toEqual(rowsOf("upload", [uploadId]));
  });

  test("whose file arrives after the report are linked", async () => {
    const upload = await game.announce({
      attachmentType: "screenshot",
      fileName: "a.png",
      mimeType: "image/png",
    });
    const { id } = await game.report({}, { attachments: [{ uploadId: upload.uploadId, fileName: "a.png" }] });
    expect((await game.put(upload.uploadUrl, onePixel, "image/png")).status).toBe(200);
    expect(linksOf(id, "attachments")).toEqual(rowsOf("upload", [upload.uploadId]));
    withRows(server.folder, (rows) => {
      expect(rows.upload(upload.uploadId)).toMatchObject({ claimed: 1, bytes: onePixel.length });
    });
  });

  test("over 600 MiB together are not linked beyond that", async () => {
    const uploads = [await game.announce(), await game.announce(), await game.announce()];
    const [first, second, third] = uploads.map(({ uploadId }) => uploadId) as [string, string, string];
    await withStore(server.folder, async ({ db, ids }) => {
      const rows = [first, second].map((id) => ids.rowOf("upload", id)!);
      const bytes = 400 * 1024 * 1024;
      await db.updateTable("play_uploads").set({ bytes, arrived_at: 1 }).where("id", "in", rows).execute();
    });
    const report = await game.report(
      {},
      { attachments: [first, second, third].map((uploadId) => ({ uploadId })) },
    );
    expect(warned(report)).toMatch(/^attachments\[1\]: /m);
    expect(linksOf(report.id, "attachments")).toEqual(rowsOf("upload", [first, third]));
  });

  test("may be named by two reports", async () => {
    const { uploadId } = await game.announce();
    const ids = [
      await game.report({}, { attachments: [{ uploadId }] }),
      await game.report({}, { attachments: [{ uploadId }] }),
    ];
    for (const { id } of ids) expect(linksOf(id, "attachments")).toHaveLength(1);
  });
});
