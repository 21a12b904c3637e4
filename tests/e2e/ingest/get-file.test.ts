import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SignedLinks } from "../../../apps/server/src/files/signed-links.ts";
import { Game } from "../../game.ts";
import { expectRefusal } from "../../refusal.ts";
import { type Answer, send } from "../../send.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { onePixel } from "../one-pixel.ts";

let server: ServerProcess;
let game: Game;
let links: SignedLinks;
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
  links = new SignedLinks(readFileSync(join(server.folder, "secret"), "utf8").trim());
});
afterAll(async () => await server?.remove());

async function through(file: {
  name: string;
  type: string;
  bytes: Uint8Array | string;
  kind?: string;
}): Promise<Answer> {
  const upload = await game.announce({
    attachmentType: file.kind ?? "other",
    fileName: file.name,
    mimeType: file.type,
  });
  expect((await game.put(upload.uploadUrl, file.bytes, file.type)).status).toBe(200);
  return await send(server.url + links.pathFor("get", upload.uploadId, Date.now() + 60_000));
}

const page = "<!doctype html><script>alert(document.domain)</script>";
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';

test.each([
  ["a page", { name: "log.html", type: "text/html", bytes: page }, "application/octet-stream"],
  ["a drawing", { name: "a.svg", type: "image/svg+xml", bytes: drawing }, "application/octet-stream"],
  ["a program", { name: "a.js", type: "text/javascript", bytes: "alert(1)" }, "application/octet-stream"],
  [
    "a page that calls itself a picture",
    { name: "a.png", type: "image/png", bytes: page, kind: "screenshot" },
    "application/octet-stream",
  ],
  ["a picture that calls itself a page", { name: "a.html", type: "text/html", bytes: onePixel }, "image/png"],
  ["a picture", { name: "a.png", type: "image/png", bytes: onePixel, kind: "screenshot" }, "image/png"],
  ["nothing", { name: "empty", type: "text/html", bytes: "" }, "application/octet-stream"],
])("%s is handed out as a download that never renders", async (_name, file, type) => {
  const { status, headers, bytes } = await through(file);
  expect(status).toBe(200);
  expect(bytes).toEqual(Buffer.from(file.bytes));
  expect(headers).toMatchObject({
    "content-type": type,
    "content-length": String(bytes.length),
    "content-disposition": expect.stringMatching(/^attachment; filename\*=UTF-8''/),
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
  });
});

test.each([
  "plain.log",
  "two words.log",
  "ünïcödé 日本語.log",
  'a"b;c=d.log',
  "a\r\nX-Injected: 1\r\n\r\n<b>.log",
  "../../secret",
  "👩‍👩‍👧‍👦".repeat(30),
])("the name %j comes back as it was", async (name) => {
  const { headers } = await through({ name, type: "text/plain", bytes: "x" });
  const shown = headers["content-disposition"]!;
  expect(shown).toMatch(/^attachment; filename\*=UTF-8''[\w.!~*'()%-]+$/);
  expect(decodeURIComponent(shown.split("''")[1]!)).toBe(name);
  expect(headers["x-injected"]).toBeUndefined();
});

test("a file that has not arrived, and one that never was, are not found", async () => {
  const { uploadId } = await game.announce();
  const never = "1f0c1a3e-7a52-8a5d-9d0f-3b6c2b1e9a10";
  for (const id of [uploadId, never, "nonsense"]) {
    expectRefusal(await send(server.url + links.pathFor("get", id, Date.now() + 60_000)), 404);
  }
  const answer = await send(server.url + links.pathFor("put", never, Date.now() + 60_000), {
    method: "PUT",
    body: "x",
  });
  expectRefusal(answer, 404);
});
