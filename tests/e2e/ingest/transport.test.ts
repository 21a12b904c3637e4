import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Game } from "../../game.ts";
import { rawExchange, rawHead } from "../../raw-exchange.ts";
import { expectRefusal } from "../../refusal.ts";
import { send } from "../../send.ts";
import { sendInPieces } from "../../send-in-pieces.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";

let server: ServerProcess;
let game: Game;
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
});
afterAll(async () => await server?.remove());

const most = 2 * 1024 * 1024;
const bodies: Record<string, string> = {
  sessions: '{"build":{"version":"1","platform":"x"}}',
  events: '[{"eventType":"a"}]',
  uploads: '{"attachmentType":"other","fileName":"a"}',
  reports: '{"report":{"title":"t"}}',
};
const doors = Object.keys(bodies);
const zeros = Buffer.alloc(64 * 1024 * 1024);
const bombs = [
  ["gzip", gzipSync(zeros, { level: 1 })],
  ["deflate", deflateSync(zeros, { level: 1 })],
  ["br", brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
] as const;
const pathOf = (door: string): string => `/v1/ingest/${door}`;

describe.each(doors)("%s", (door) => {
  test.each([
    ["gzip", gzipSync],
    ["GZip", gzipSync],
    ["x-gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["identity", (text: string) => Buffer.from(text)],
  ] as const)("takes %s", async (encoding, pack) => {
    const answer = await game.post(pathOf(door), pack(bodies[door]!), { "content-encoding": encoding });
    expect(answer.status).toBe(201);
  });

  test.each(["zstd", "compress", "gzip, gzip", "constructor", "__proto__", "tostring", "x".repeat(200)])(
    "refuses %s",
    async (encoding) => {
      expectRefusal(
        await game.post(pathOf(door), bodies[door], { "content-encoding": encoding }),
        415,
        "Content-Encoding",
      );
    },
  );

  test.each([
    ["plain text", Buffer.from(bodies[door]!)],
    ["a broken pack", gzipSync(bodies[door]!).subarray(0, -9)],
    [
      "a pack with a wrong sum",
      Buffer.from(
        gzipSync(bodies[door]!).map((octet, at, all) => (at === all.length - 6 ? octet ^ 1 : octet)),
      ),
    ],
    ["nothing", Buffer.alloc(0)],
  ])("refuses %s as gzip", async (_name, body) => {
    expectRefusal(await game.post(pathOf(door), body, { "content-encoding": "gzip" }), 400, "body");
  });

  test("refuses a bomb in any packing", async () => {
    for (const [encoding, body] of bombs) {
      const answer = await game.post(pathOf(door), body, { "content-encoding": encoding });
      expectRefusal(answer, 413, "body");
    }
  });

  test("takes 2 MiB, packed or not, and not an octet more", async () => {
    const full = bodies[door]!.padEnd(most, " ");
    expect((await game.post(pathOf(door), full)).status).toBe(201);
    expect((await game.post(pathOf(door), gzipSync(full), { "content-encoding": "gzip" })).status).toBe(201);
    expectRefusal(await game.post(pathOf(door), `${full} `), 413, "body");
    expectRefusal(
      await game.post(pathOf(door), gzipSync(`${full} `), { "content-encoding": "gzip" }),
      413,
      "body",
    );
  });

  test("takes a body in pieces of unknown length, and stops at 2 MiB", async () => {
    const headers = { authorization: `Bearer ${game.token}` };
    const inPieces = async (pieces: readonly Uint8Array[]) =>
      await sendInPieces(server.url + pathOf(door), { method: "POST", headers, pieces });
    expect((await inPieces(Array.from(bodies[door]!, (letter) => Buffer.from(letter)))).status).toBe(201);
    expectRefusal(await inPieces(Array<Buffer>(48).fill(Buffer.alloc(most / 16, " "))), 413, "body");
  });

  test("a client that reads last still finds the answer to a body that is too large", async () => {
    const size = 3 * most;
    const head = { Authorization: `Bearer ${game.token}`, "Content-Type": "application/json" };
    const piece = " ".repeat(most);
    const known = [rawHead("POST", pathOf(door), { ...head, "Content-Length": size }), piece, piece, piece];
    const chunk = `${most.toString(16)}\r\n${piece}\r\n`;
    const chunked = [
      rawHead("POST", pathOf(door), { ...head, "Transfer-Encoding": "chunked" }),
      chunk,
      chunk,
      chunk,
      "0\r\n\r\n",
    ];
    for (const pieces of [known, chunked]) {
      const { text, wasCut } = await rawExchange(server.port, {
        pieces,
        readsLast: true,
        until: /requestId/,
      });
      expect([text.slice(0, 12), wasCut]).toEqual(["HTTP/1.1 413", false]);
    }
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "json",
    ";;;",
    "application/json; charset=utf-16",
    "",
  ])("reads a body called %j as JSON", async (type) => {
    expect((await game.post(pathOf(door), bodies[door], { "content-type": type })).status).toBe(201);
  });

  test("takes a byte order mark and white space around the body", async () => {
    expect((await game.post(pathOf(door), `\ufeff\r\n\t ${bodies[door]}\n`)).status).toBe(201);
  });
});

describe("a page of another origin", () => {
  const origin = "https://games.example.com";
  const asked = "authorization, content-type, content-encoding, idempotency-key";

  test.each([...doors.map((door) => ["POST", pathOf(door)]), ["PUT", "/files/x"], ["GET", "/health"]])(
    "may send %s %s",
    async (method, path) => {
      const answer = await send(server.url + path!, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": method!,
          "access-control-request-headers": asked,
        },
      });
      expect(answer.status).toBe(204);
      expect(answer.headers["access-control-allow-origin"]).toBe("*");
      expect(answer.headers["access-control-allow-methods"]?.split(/,\s*/)).toContain(method);
      const allowed = answer.headers["access-control-allow-headers"]?.toLowerCase().split(/,\s*/);
      expect(allowed).toEqual(expect.arrayContaining(asked.split(", ")));
      expect(answer.headers["access-control-allow-credentials"]).toBeUndefined();
    },
  );

  test("may read every answer, good and bad", async () => {
    const from = { origin, authorization: `Bearer ${game.token}` };
    const answers = [
      await send(`${server.url}/health`, { headers: { origin } }),
      await send(server.url + pathOf("events"), { method: "POST", headers: from, body: bodies["events"]! }),
      await send(server.url + pathOf("events"), { method: "POST", headers: from, body: "{" }),
      await send(server.url + pathOf("events"), {
        method: "POST",
        headers: from,
        body: " ".repeat(most + 1),
      }),
      await send(server.url + pathOf("events"), { method: "POST", headers: { origin }, body: "{}" }),
      await send(`${server.url}/files/x`, { method: "PUT", headers: { origin }, body: "x" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 201, 400, 413, 401, 403]);
    for (const { headers, status } of answers) {
      expect(headers["access-control-allow-origin"], String(status)).toBe("*");
      expect(headers["access-control-expose-headers"]?.toLowerCase()).toMatch(
        /retry-after.*x-hearth-warnings/,
      );
      expect(headers["x-content-type-options"]).toBe("nosniff");
    }
  });

  test("a preflight that asks for nothing is answered all the same", async () => {
    const answer = await send(server.url + pathOf("events"), { method: "OPTIONS" });
    expect(answer.status).toBe(204);
  });
});
