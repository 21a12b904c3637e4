import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createApiKey } from "@hearth/store/access/create-api-key";
import { createDevice } from "@hearth/store/access/create-device";
import { revokeDevice } from "@hearth/store/access/revoke-device";
import { openWriter } from "@hearth/store/engines/sqlite/open";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeLogs } from "../../../apps/server/src/otlp/fixtures/encode-otlp.ts";
import { logsOf } from "../../../apps/server/src/otlp/fixtures/otlp-request.ts";
import { claudeRequest } from "../../../apps/server/src/otlp/fixtures/tool-records.ts";
import type { Answer } from "../../send.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { until } from "../../until.ts";
import { type Encoding, encodings, OtlpExporter, statusOf, storedCalls, typeOf } from "./otlp-exporter.ts";

let server: ServerProcess;
let device: { secret: string; otlpSecret: string };
let testDevice: { otlpSecret: string };
let revoked: { otlpSecret: string };
let keys: { signals: string; admin: string; reader: string; test: string };
beforeAll(async () => {
  server = await startServer();
  await withStore(server.folder, async (context) => {
    device = await createDevice(context, { user: "ana", mode: "live" });
    testDevice = await createDevice(context, { user: "ana", mode: "test" });
    const gone = await createDevice(context, { user: "ben", mode: "live" });
    revoked = gone;
    await revokeDevice(context, { id: gone.id });
    const make = async (mode: "live" | "test", scope: string): Promise<string> =>
      (await createApiKey(context, { name: scope, mode, scopes: [scope] })).secret;
    keys = {
      signals: await make("live", "write:signals"),
      admin: await make("live", "admin"),
      reader: await make("live", "read:sessions"),
      test: await make("test", "write:signals"),
    };
  });
});
afterAll(async () => await server?.remove());

const mebibyte = 1024 * 1024;
const call = (id: string): ReturnType<typeof logsOf> => logsOf([claudeRequest({ request_id: id })]);
const isStored = (id: string): boolean =>
  storedCalls(server.folder).some((each) => each.keys.includes(`request:${id}`));

/** A refusal as OTLP has it, in the encoding of the request, of something to act on. */
function expectStatus(answer: Answer, status: number, encoding: Encoding, code: number): string {
  const shown = answer.bytes.toString("utf8");
  expect(answer.status, shown).toBe(status);
  expect(answer.headers["content-type"]).toBe(typeOf(encoding));
  expect(answer.headers["x-request-id"]).toMatch(/^req_\w+$/);
  const told = statusOf(answer);
  expect(told).toEqual({ code, message: expect.stringMatching(/^[A-Z].{10,}[.…)]$/s) });
  expect(shown).not.toMatch(/SQLITE|node_modules|\.ts:\d|\/tmp\/|undefined/);
  return told.message;
}

describe.each(encodings)("as %s", (encoding) => {
  const post = async (path: "/v1/logs" | "/v1/metrics", body: string | Uint8Array): Promise<Answer> =>
    await new OtlpExporter(server, device.otlpSecret).post(path, body, { "content-type": typeOf(encoding) });
  const garbage = encoding === "json" ? '{"resourceLogs":[{"scopeLogs":7}]}' : Buffer.from([0x0a, 0x7f, 1]);

  test("who sends no token, or one that is unknown or revoked, is told so", async () => {
    for (const secret of [
      undefined,
      "lic_00000000000000000000",
      revoked.otlpSecret,
      "flg_x",
      "forg_live_x",
    ]) {
      for (const path of ["/v1/logs", "/v1/metrics"] as const) {
        const answer = await new OtlpExporter(server, secret).post(path, "", {
          "content-type": typeOf(encoding),
        });
        expectStatus(answer, 401, encoding, 16);
        expect(answer.headers["www-authenticate"]).toBe("Bearer");
      }
    }
  });

  test("an agent's token and a key without the scope open nothing, and are told what does", async () => {
    const agent = await new OtlpExporter(server, device.secret).logs(call("agent"), encoding);
    expect(expectStatus(agent, 403, encoding, 7)).toContain("other token");
    const reader = await new OtlpExporter(server, keys.reader).logs(call("reader"), encoding);
    expect(expectStatus(reader, 403, encoding, 7)).toContain("write:signals");
    expect([isStored("agent"), isStored("reader")]).toEqual([false, false]);
  });

  test("a body that is no OTLP is refused for good, on both doors", async () => {
    expectStatus(await post("/v1/logs", garbage), 400, encoding, 3);
    const broken = encoding === "json" ? '{"resourceMetrics":' : garbage;
    expectStatus(await post("/v1/metrics", broken), 400, encoding, 3);
  });

  test("a body that is packed wrongly, or in an unknown way, is refused", async () => {
    const exporter = new OtlpExporter(server, device.otlpSecret);
    const packed = async (name: string): Promise<Answer> =>
      await exporter.post("/v1/logs", garbage, {
        "content-type": typeOf(encoding),
        "content-encoding": name,
      });
    expectStatus(await packed("gzip"), 400, encoding, 3);
    expectStatus(await packed("zstd"), 415, encoding, 3);
  });

  test("8 MiB is the most, as sent and unpacked", async () => {
    const exporter = new OtlpExporter(server, device.otlpSecret);
    const large = Buffer.alloc(8 * mebibyte + 1, " ");
    expectStatus(await post("/v1/logs", large), 413, encoding, 3);
    const bomb = gzipSync(Buffer.alloc(64 * mebibyte, " "));
    const headers = { "content-type": typeOf(encoding), "content-encoding": "gzip" };
    expectStatus(await exporter.post("/v1/logs", bomb, headers), 413, encoding, 3);
  });
});

test("a type that is neither encoding is refused in JSON, before anything is read", async () => {
  const exporter = new OtlpExporter(server, device.otlpSecret);
  for (const type of ["text/plain", "application/grpc", ";;", ""]) {
    const headers = type === "" ? {} : { "content-type": type };
    const answer = await exporter.post("/v1/logs", JSON.stringify(call("type")), headers);
    expect(expectStatus(answer, 415, "json", 3)).toContain("http/protobuf");
  }
  expect(isStored("type")).toBe(false);
});

test("deflate is taken as gzip is", async () => {
  const { deflateSync } = await import("node:zlib");
  const exporter = new OtlpExporter(server, device.otlpSecret);
  const headers = { "content-type": typeOf("protobuf"), "content-encoding": "deflate" };
  expect((await exporter.post("/v1/logs", deflateSync(encodeLogs(call("deflate"))), headers)).status).toBe(
    200,
  );
  expect(isStored("deflate")).toBe(true);
});

test("keys with the scope are taken, and test data stays apart from live data", async () => {
  const sent = {
    live: keys.signals,
    admin: keys.admin,
    "test-key": keys.test,
    "test-device": testDevice.otlpSecret,
  };
  for (const [id, secret] of Object.entries(sent)) {
    expect((await new OtlpExporter(server, secret).logs(call(id))).status).toBe(200);
  }
  const modes = Object.keys(sent).map((id) => {
    const found = storedCalls(server.folder).filter(({ keys: known }) => known.includes(`request:${id}`));
    return [id, found.map(({ test: mode }) => mode)];
  });
  expect(modes).toEqual([
    ["live", [0]],
    ["admin", [0]],
    ["test-key", [1]],
    ["test-device", [1]],
  ]);
});

test(
  "while the store cannot write, exporters are told to come again, and what they were told is stored is",
  { timeout: 60_000 },
  async () => {
    const exporter = new OtlpExporter(server, device.otlpSecret);
    const answers: (Answer | undefined)[] = [];
    // Another process that writes for a while, as a restore of statistics or a backup may.
    const blocker = openWriter(join(server.folder, "hearth.db"));
    blocker.exec("begin immediate");
    // As long as a signal may be: half of the queue's room is soon filled.
    const names = ["session.id", "model", "project.id", "host.name", "user.email"];
    const long = Object.fromEntries(names.map((name) => [name, name[0]!.repeat(250)]));
    const records = Array.from({ length: 1_000 }, (_, nth) =>
      claudeRequest({ ...long, request_id: `busy-AT-${nth}-${"x".repeat(220)}` }),
    );
    const text = JSON.stringify(logsOf(records));
    const sent = Array.from({ length: 30 }, async (_, at) => {
      const headers = { "content-type": typeOf("json") };
      answers[at] = await exporter.post("/v1/logs", text.replaceAll("busy-AT-", `busy-${at}-`), headers);
    });
    await until("an exporter is told to come again", () => answers.some((answer) => answer?.status === 503));
    blocker.exec("commit");
    blocker.close();
    await Promise.all(sent);
    const refused = answers.filter((answer) => answer!.status !== 200);
    for (const answer of refused) {
      expectStatus(answer!, 503, "json", 14);
      expect(answer!.headers["retry-after"]).toMatch(/^\d+$/);
    }
    const stored = new Set(
      storedCalls(server.folder).flatMap(({ keys: known }) => known.map((each) => each.replace(/-x+$/, ""))),
    );
    for (const [at, answer] of answers.entries()) {
      expect(stored.has(`request:busy-${at}-999`)).toBe(answer!.status === 200);
    }
  },
);
