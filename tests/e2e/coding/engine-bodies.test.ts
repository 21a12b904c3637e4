import { brotliCompressSync, constants, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectApiRefusal } from "../../api-refusal.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { callItem, type EngineClient, makeDevice } from "./engine-client.ts";

let server: ServerProcess;
let ada: EngineClient;
beforeAll(async () => {
  server = await startServer();
  ada = (await makeDevice(server, "ada")).engine;
});
afterAll(async () => {
  expect(server.log).toBe("");
  await server.remove();
});

describe.each(["/signals", "/signals/batch", "/emit", "/goals"])("bodies of %s", (path) => {
  const bodyOf = (id: string): object =>
    path === "/emit"
      ? { adapter: "a", ts: Date.now(), model: id, tokens_in: 1 }
      : path === "/goals"
        ? { id }
        : path === "/signals"
          ? callItem(id)
          : { signals: [callItem(id)] };

  test.each([
    ["gzip", gzipSync],
    ["x-gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["identity", (text: string) => Buffer.from(text)],
  ] as const)("may be packed as %s", async (encoding, pack) => {
    const body = pack(JSON.stringify(bodyOf(`packed-${encoding}`)));
    const headers = { "content-encoding": encoding };
    expect((await ada.call(path, { body, headers })).status).toBeLessThan(300);
  });

  test("are refused packed wrongly, unknown to us, or as a bomb", async () => {
    const text = JSON.stringify(bodyOf("wrong"));
    const as = async (encoding: string, body: Uint8Array) =>
      await ada.call(path, { body, headers: { "content-encoding": encoding } });
    expectApiRefusal(await as("zstd", Buffer.from(text)), 415, "Content-Encoding");
    expectApiRefusal(await as("gzip", Buffer.from(text)), 400, "body");
    expectApiRefusal(await as("gzip", gzipSync(text).subarray(0, -9)), 400, "body");
    const zeros = Buffer.alloc(64 * 1024 * 1024);
    expectApiRefusal(await as("gzip", gzipSync(zeros, { level: 1 })), 413, "body");
    expectApiRefusal(await as("deflate", deflateSync(zeros, { level: 1 })), 413, "body");
    const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
    expectApiRefusal(await as("br", brotliCompressSync(zeros, quick)), 413, "body");
  });

  test("may have 2 MiB as sent and 4 MiB unpacked, and not an octet more", async () => {
    const text = JSON.stringify(bodyOf("large"));
    const sent = 2 * 1024 * 1024;
    const headers = { "content-encoding": "gzip" };
    expect((await ada.call(path, { body: text.padEnd(sent, " ") })).status).toBeLessThan(300);
    expectApiRefusal(await ada.call(path, { body: text.padEnd(sent + 1, " ") }), 413, "body");
    const full = gzipSync(text.padEnd(2 * sent, " "));
    expect((await ada.call(path, { body: full, headers })).status).toBeLessThan(300);
    expectApiRefusal(
      await ada.call(path, { body: gzipSync(text.padEnd(2 * sent + 1, " ")), headers }),
      413,
      "body",
    );
  });
});
