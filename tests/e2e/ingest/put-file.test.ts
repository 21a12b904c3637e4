import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recountPlay } from "@hearth/store/games/recount";
import { type ErrorBody, Game } from "../../game.ts";
import { expectRefusal } from "../../refusal.ts";
import { rawExchange, rawHead } from "../../raw-exchange.ts";
import { send } from "../../send.ts";
import { sendInPieces } from "../../send-in-pieces.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withRows } from "../../stored-rows.ts";
import { onePixel } from "../one-pixel.ts";

let server: ServerProcess;
let game: Game;
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
});
afterAll(async () => await server?.remove());

const mebibyte = 1024 * 1024;
const screenshot = { attachmentType: "screenshot", fileName: "shot.png", mimeType: "image/png" };
const incoming = () => readdirSync(join(server.folder, "incoming"));

test("the first complete file wins, a second is 409", async () => {
  const upload = await game.announce();
  const first = await game.put(upload.uploadUrl, "the first", "text/plain");
  expect([first.status, first.body]).toEqual([200, { uploadId: upload.uploadId, sizeBytes: 9 }]);
  expectRefusal(await game.put(upload.uploadUrl, "the second", "text/plain"), 409);
  expect(readFileSync(join(server.folder, "files", upload.storageKey), "utf8")).toBe("the first");
});

test("of many that arrive at once exactly one wins, whole", async () => {
  const upload = await game.announce();
  const bodies = Array.from({ length: 8 }, (_, at) => String(at).repeat(300_000 + at));
  const answers = await Promise.all(
    bodies.map(async (body) => await game.put(upload.uploadUrl, body, "text/plain")),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(7).fill(409)]);
  const kept = readFileSync(join(server.folder, "files", upload.storageKey), "utf8");
  expect(kept).toBe(bodies[answers.findIndex(({ status }) => status === 200)]);
  expect(incoming()).toEqual([]);
  withRows(server.folder, (rows) => expect(rows.upload(upload.uploadId)["bytes"]).toBe(kept.length));
});

test("an empty file is a file", async () => {
  const upload = await game.announce();
  expect((await game.put(upload.uploadUrl, "", "text/plain")).status).toBe(200);
  withRows(server.folder, (rows) => expect(rows.upload(upload.uploadId)["bytes"]).toBe(0));
});

test("more than was declared is taken: a log grows while it is sent", async () => {
  const upload = await game.announce({ sizeBytes: 3 });
  expect((await game.put(upload.uploadUrl, "x".repeat(70_000), "text/plain")).status).toBe(200);
});

describe("a type that does not fit the kind is 415 and may be sent again as it should be", () => {
  test.each([
    ["screenshot", "image/svg+xml", "image/png"],
    ["screenshot", "text/html", "image/webp"],
    ["screenshot", "image", "IMAGE/JPEG; q=1"],
    ["video", "video/quicktime", "video/mp4"],
    ["video", "image/png", "video/webm"],
  ])("%s as %s", async (attachmentType, wrong, right) => {
    const upload = await game.announce({ attachmentType, fileName: "file", mimeType: right });
    const refusal = expectRefusal(await game.put(upload.uploadUrl, onePixel, wrong), 415, "Content-Type");
    expect(refusal.message).toContain(attachmentType);
    expect(incoming()).toEqual([]);
    expect((await game.put(upload.uploadUrl, onePixel, right)).status).toBe(200);
  });

  test("other kinds take any type, and none", async () => {
    for (const type of ["text/html", "x", "application/x-msdownload", "💥/💥", ";;"]) {
      const upload = await game.announce({ attachmentType: "other" });
      expect((await game.put(upload.uploadUrl, "x", Buffer.from(type).toString("latin1"))).status).toBe(200);
    }
    const upload = await game.announce({ attachmentType: "other" });
    expect((await send(upload.uploadUrl, { method: "PUT", body: "x" })).status).toBe(200);
  });
});

describe("a file over the limit of its kind is 413", () => {
  test("announced by its length, before it is sent", async () => {
    const upload = await game.announce(screenshot);
    const answer = await game.put(upload.uploadUrl, Buffer.alloc(10 * mebibyte + 1), "image/png");
    expectRefusal(answer, 413, "body");
    expect(incoming()).toEqual([]);
  });

  test("found out while it streams, and nothing of it stays", async () => {
    const upload = await game.announce(screenshot);
    const answer = await sendInPieces<ErrorBody>(upload.uploadUrl, {
      method: "PUT",
      headers: { "content-type": "image/png" },
      pieces: Array<Buffer>(30).fill(Buffer.alloc(mebibyte)),
    });
    expectRefusal(answer, 413, "body");
    expect(incoming()).toEqual([]);
    expect(existsSync(join(server.folder, "files", upload.storageKey))).toBe(false);
    expect((await game.put(upload.uploadUrl, onePixel, "image/png")).status).toBe(200);
  });

  test("a client that reads last still finds the answer", async () => {
    const upload = await game.announce(screenshot);
    const url = new URL(upload.uploadUrl);
    const piece = Buffer.alloc(mebibyte);
    const head = (headers: Record<string, string | number>): string =>
      rawHead("PUT", url.pathname + url.search, { "Content-Type": "image/png", ...headers });
    const bodies = [
      [head({ "Content-Length": 30 * mebibyte }), ...Array<Buffer>(30).fill(piece)],
      [
        head({ "Transfer-Encoding": "chunked" }),
        ...Array<string>(30).fill(`100000\r\n${piece.toString("latin1")}\r\n`),
        "0\r\n\r\n",
      ],
    ];
    for (const pieces of bodies) {
      const { text, wasCut } = await rawExchange(server.port, {
        pieces,
        readsLast: true,
        until: /requestId/,
      });
      expect([text.slice(0, 12), wasCut]).toEqual(["HTTP/1.1 413", false]);
    }
  });

  test("exactly the limit is taken", async () => {
    const upload = await game.announce(screenshot);
    const answer = await game.put(upload.uploadUrl, Buffer.alloc(10 * mebibyte, 7), "image/png");
    expect([answer.status, answer.body]).toEqual([
      200,
      { uploadId: upload.uploadId, sizeBytes: 10 * mebibyte },
    ]);
  });
});

test("a file that breaks off leaves nothing, and can be sent again", async () => {
  const upload = await game.announce();
  await expect(
    sendInPieces(upload.uploadUrl, { method: "PUT", pieces: [Buffer.alloc(mebibyte)], breaksOff: true }),
  ).rejects.toThrow();
  await expect.poll(incoming, { timeout: 5_000 }).toEqual([]);
  withRows(server.folder, (rows) => expect(rows.upload(upload.uploadId)["arrived_at"]).toBeNull());
  expect((await game.put(upload.uploadUrl, "whole", "text/plain")).status).toBe(200);
  withRows(server.folder, (rows) => expect(recountPlay(rows.database)).toEqual([]));
});
