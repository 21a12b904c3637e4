import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Game } from "../game.ts";
import { rawAnswer, rawExchange, rawHead } from "../raw-exchange.ts";
import { expectRefusal } from "../refusal.ts";
import { type Answer, send } from "../send.ts";
import { type ServerProcess, startServer } from "../server-process.ts";

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  expect((await send(`${server.url}/health`)).status).toBe(200);
  await server?.remove();
});

const doors = ["sessions", "sessions/x/end", "events", "uploads", "reports"].map(
  (door) => `/v1/ingest/${door}`,
);

async function raw(pieces: readonly (string | Uint8Array)[], ends = false): Promise<Answer> {
  const { text } = await rawExchange(server.port, { pieces, ends, until: /requestId":"[^"]*"\}$/ });
  return rawAnswer(text);
}

describe("what is no good HTTP", () => {
  const authorization = (): Record<string, string> => ({ Authorization: `Bearer ${server.token}` });
  const body = '{"eventType":"a"}';
  const events = (headers: Record<string, string | number>): string =>
    rawHead("POST", "/v1/ingest/events", { ...authorization(), ...headers });

  test.each<[string, () => readonly (string | Uint8Array)[], number]>([
    ["words", () => ["hello, is anybody there?\r\n\r\n"], 400],
    [
      "a TLS greeting",
      () => [Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03])],
      400,
    ],
    ["zeros", () => [Buffer.alloc(1_000)], 400],
    ["version 9", () => ["GET /health HTTP/9.9\r\n\r\n"], 400],
    ["an unknown method", () => ["BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n"], 400],
    ["a header without a colon", () => ["GET /health HTTP/1.1\r\nHost\r\n\r\n"], 400],
    ["a NUL in a header", () => ["GET /health HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"], 400],
    ["two lengths", () => [events({ "Content-Length": `${body.length}\r\nContent-Length: 5` }), body], 400],
    [
      "a length and pieces",
      () => [events({ "Content-Length": body.length, "Transfer-Encoding": "chunked" }), "0\r\n\r\n"],
      400,
    ],
    ["a negative length", () => [events({ "Content-Length": -1 }), body], 400],
    ["a length in words", () => [events({ "Content-Length": "many" }), body], 400],
    ["a length beyond 64 bits", () => [events({ "Content-Length": "99999999999999999999" }), body], 400],
    ["a length of a terabyte", () => [events({ "Content-Length": 2 ** 40 }), body], 413],
    ["an unknown transfer coding", () => [events({ "Transfer-Encoding": "rot13" }), body], 400],
    ["a piece of no size", () => [events({ "Transfer-Encoding": "chunked" }), "zz\r\nhello\r\n"], 400],
    [
      "a piece of a huge size",
      () => [events({ "Transfer-Encoding": "chunked" }), "ffffffffffffffffff\r\n"],
      400,
    ],
    [
      "a header of 64 KiB",
      () => [events({ "X-Long": "a".repeat(65_536), "Content-Length": body.length }), body],
      431,
    ],
    [
      "5,000 headers",
      () => [
        events({ "X-0": `1\r\n${Array.from({ length: 5_000 }, (_, at) => `X-${at}: 1`).join("\r\n")}` }),
      ],
      431,
    ],
    ["a URL of 64 KiB", () => [rawHead("GET", `/${"a".repeat(65_536)}`, {})], 431],
    ["a body that ends early", () => [events({ "Content-Length": 1_000 }), body], 400],
    ["pieces that end early", () => [events({ "Transfer-Encoding": "chunked" }), "11\r\n{"], 400],
  ])("%s", async (name, pieces, status) => {
    expectRefusal(await raw(pieces(), name.endsWith("early")), status);
  });

  test("a request after a broken one on the same connection is not read", async () => {
    const smuggled = rawHead("GET", "/health", {});
    const { text } = await rawExchange(server.port, {
      pieces: [events({ "Content-Length": 5, "Transfer-Encoding": "chunked" }) + `0\r\n\r\n${smuggled}`],
      ends: true,
    });
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });

  test("a client that asks first is told to go on", async () => {
    const { text } = await rawExchange(server.port, {
      pieces: [events({ "Content-Length": body.length, Expect: "100-continue" }), body],
      until: /\]$/,
    });
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /);
  });

  test.each([
    ["an expectation nobody knows", { Expect: "a-miracle" }],
    ["an upgrade nobody offers", { Upgrade: "websocket", Connection: "Upgrade" }],
  ])("%s does not lose the events", async (_name, headers) => {
    const { text } = await rawExchange(server.port, {
      pieces: [events({ "Content-Length": body.length, ...headers }), body],
      until: /\]$/,
    });
    expect(rawAnswer(text).status).toBe(201);
  });

  test("many requests in one breath are answered in their order", async () => {
    const one = (type: string): string => {
      const text = `{"eventType":"${type}"}`;
      return events({ "Content-Length": text.length }) + text;
    };
    const types = Array.from({ length: 50 }, (_, at) => `pipelined${String(at).padStart(2, "0")}`);
    const { text } = await rawExchange(server.port, {
      pieces: [types.map(one).join("")],
      until: /pipelined49/,
    });
    expect(text.match(/pipelined\d\d/g)).toEqual(types);
  });
});

test("a client that leaves in the middle leaves nothing behind", async () => {
  const game = new Game(server, server.token);
  const heads = doors.map((path) =>
    rawHead("POST", path, { Authorization: `Bearer ${game.token}`, "Content-Length": 100 }),
  );
  await Promise.all(
    heads.map(async (head) => await rawExchange(server.port, { pieces: [head, "{"], ends: true })),
  );
  await game.play();
});
