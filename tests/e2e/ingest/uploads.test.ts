import { lstatSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Game, taken } from "../../game.ts";
import { expectRefusal } from "../../refusal.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withRows } from "../../stored-rows.ts";

let server: ServerProcess;
let game: Game;
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
});
afterAll(async () => await server?.remove());

const mebibyte = 1024 * 1024;

test("an announced upload is answered with where to send it", async () => {
  const { sessionId } = await game.play();
  const before = Date.now();
  const upload = await game.announce({ sessionId, sizeBytes: 3 });
  const [year, month] = new Date(before).toISOString().split("-");
  expect(upload).toEqual({
    uploadId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    storageKey: `uploads/${year}/${month}/${upload.uploadId}-game.log`,
    uploadUrl: expect.stringContaining(`${server.url}/files/${upload.uploadId}?`),
    publicUrl: null,
    expiresAt: expect.any(String),
    requiredHeaders: { "Content-Type": "text/plain" },
  });
  expect(Math.abs(Date.parse(upload.expiresAt) - before - 3_600_000)).toBeLessThan(60_000);
  withRows(server.folder, (rows) => {
    expect(rows.upload(upload.uploadId)).toMatchObject({ declared_bytes: 3, claimed: 0, arrived_at: null });
    expect(rows.session(sessionId)["upload_count"]).toBe(1);
  });
});

test.each(["screenshot", "video", "save_state", "log_bundle", "other"])(
  "type %s is known",
  async (attachmentType) => {
    expect((await game.announce({ attachmentType, mimeType: undefined })).requiredHeaders).toEqual({
      "Content-Type": "application/octet-stream",
    });
  },
);

test("an unknown type is refused and the known ones are named", async () => {
  const body = expectRefusal(
    await game.sendUpload({ attachmentType: "hologram", fileName: "a" }),
    400,
    "attachmentType",
  );
  expect(body.details[0]!.message).toMatch(/screenshot, video, save_state, log_bundle, other/);
});

describe("a declared size over the limit of its kind is refused before it is sent in vain", () => {
  test.each([
    ["screenshot", 10],
    ["log_bundle", 50],
    ["save_state", 100],
    ["other", 100],
    ["video", 500],
  ])("%s: %i MiB", async (attachmentType, mebibytes) => {
    const most = mebibytes * mebibyte;
    const file = { attachmentType, fileName: "file" };
    taken(await game.sendUpload({ ...file, sizeBytes: most }));
    expectRefusal(await game.sendUpload({ ...file, sizeBytes: most + 1 }), 413, "sizeBytes");
    expectRefusal(await game.sendUpload({ ...file, sizeBytes: -1 }), 400, "sizeBytes");
  });
});

test("a size that is no whole number is kept as one", async () => {
  const { uploadId } = await game.announce({ sizeBytes: 1.5 });
  withRows(server.folder, (rows) => {
    expect(
      rows.one(
        "select typeof(declared_bytes) as type from play_uploads where id = ?",
        rows.rowOf("upload", uploadId),
      ),
    ).toEqual({ type: "integer" });
  });
});

const hostileNames = [
  "../../../../etc/passwd",
  "..\\..\\windows\\system32\\drivers\\etc\\hosts",
  "/etc/passwd",
  "C:\\autoexec.bat",
  "....//....//secret",
  "%2e%2e%2f%2e%2e%2fsecret",
  "..",
  ".",
  "...",
  "/",
  "\\",
  "~root",
  "-rf",
  ".htaccess",
  "CON",
  "a:b",
  "file.png\r\nSet-Cookie: a=b",
  'quote".png',
  "semi;colon.png",
  "nul\0byte.png",
  "\ud800lone.png",
  "\u202egnp.exe",
  "日本語のファイル.png",
  "👩‍👩‍👧‍👦.png",
  "   ",
  "a".repeat(1_024),
  `${"b".repeat(1_000)}.${"c".repeat(23)}`,
  "<script>alert(1)</script>.html",
  "$(reboot).png",
  "`reboot`.png",
  "name.png/../../../../x",
];

describe("a hostile file name stays inside the store", () => {
  test.each(hostileNames.map((name) => [JSON.stringify(name).slice(0, 60), name]))(
    "%s",
    async (_shown, fileName) => {
      const upload = await game.announce({ attachmentType: "other", fileName, mimeType: null });
      expect(upload.storageKey).toMatch(
        /^uploads\/\d{4}\/\d\d\/[0-9a-f-]{36}-[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/,
      );
      expect(upload.storageKey).not.toContain("..");
      expect((await game.put(upload.uploadUrl, fileName, "application/octet-stream")).status).toBe(200);
      expect(readFileSync(join(server.folder, "files", upload.storageKey), "utf8")).toBe(
        Buffer.from(fileName).toString(),
      );
      withRows(server.folder, (rows) => {
        const kept = rows.upload(upload.uploadId)["file_name"];
        expect(kept).toBe(fileName.toWellFormed().replaceAll("\0", "\ufffd"));
      });
    },
  );

  test("nothing was written beside it", () => {
    const expected = [
      "erasures.jsonl",
      "files",
      "hearth.db",
      "hearth.db-shm",
      "hearth.db-wal",
      "incoming",
      "lock.db",
      "secret",
      "server.json",
    ];
    const found = readdirSync(server.folder).filter((name) => !name.startsWith("lock.db-"));
    expect(expected).toEqual(expect.arrayContaining(found));
    expect(readdirSync(join(server.folder, "incoming"))).toEqual([]);
    const stored = readdirSync(join(server.folder, "files"), { recursive: true, encoding: "utf8" });
    const files = stored.filter((name) => lstatSync(join(server.folder, "files", name)).isFile());
    expect(files).toHaveLength(hostileNames.length);
    for (const name of files) expect(name).toMatch(/^uploads\/\d{4}\/\d\d\/[\w.-]+$/);
  });
});

test.each([
  ["no name", { attachmentType: "other" }, "fileName"],
  ["an empty name", { attachmentType: "other", fileName: "" }, "fileName"],
  ["a name that is too long", { attachmentType: "other", fileName: "a".repeat(1_025) }, "fileName"],
  ["no type", { fileName: "a" }, "attachmentType"],
  ["a type in capitals", { attachmentType: "OTHER", fileName: "a" }, "attachmentType"],
  [
    "a mime type that is too long",
    { attachmentType: "other", fileName: "a", mimeType: "x".repeat(257) },
    "mimeType",
  ],
  ["a size in words", { attachmentType: "other", fileName: "a", sizeBytes: "many" }, "sizeBytes"],
])("%s is refused", async (_name, body, path) => {
  expectRefusal(await game.sendUpload(body), 400, path);
});
