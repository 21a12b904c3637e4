import { constants, deflateSync, brotliCompressSync, gzipSync } from "node:zlib";
import { createOrganization } from "@hearth/store/access/create-organization";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { metadataMembers } from "../../../packages/core/src/coding/read-metadata.ts";
import { signalTypes } from "../../../packages/core/src/coding/signal.ts";
import { SignalMetadata, signalTypeWords } from "../../../packages/contract/src/engine/signals.ts";
import { expectApiRefusal } from "../../api-refusal.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { withRows } from "../../stored-rows.ts";
import { makeKey } from "./api-asker.ts";
import { callItem, EngineClient, makeDevice, type Results, statusesOf } from "./engine-client.ts";

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

const batch = async (signals: readonly unknown[], more: object = {}, engine = ada) =>
  await engine.call<Results>("/signals/batch", { body: { signals, ...more } });
/** Whose calls are stored, by user and mode. */
const owners = (id: string): string[] =>
  withRows(server.folder, (rows) =>
    rows
      .all(
        `select s.user_id as user, s.test from coding_calls c join coding_streams s on s.id = c.subject_id
          where c.keys like ? order by s.user_id, s.test`,
        `%"${id}"%`,
      )
      .map(({ user, test: isTest }) => `${user} ${isTest === 1 ? "test" : "live"}`),
  );

describe("one signal", () => {
  test("of a call answers its signal and its event, once and again", async () => {
    const first = await ada.call("/signals", { body: callItem("msg_one") });
    expect(first.status).toBe(200);
    expect(first.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-request-id": expect.stringMatching(/^req_/),
    });
    const { signal_id: signal, event_id: event, ...rest } = first.body;
    expect(rest).toEqual({ ok: true });
    expect(signal).toMatch(/^sig_[0-9a-f]{32}$/);
    expect(event).toBe(String(signal).replace("sig", "evt"));
    expect((await ada.call("/signals", { body: callItem("msg_one") })).body).toEqual(first.body);
    const [receipt] = (await batch([callItem("msg_one")])).body.results;
    expect(receipt).toMatchObject({ id: "msg_one", event_id: event, signal_id: signal });
  });

  test("of anything else answers its signal", async () => {
    for (const type of signalTypes) {
      const { body } = await ada.call("/signals", {
        body: { type, adapter_id: "cursor", session_id: "s-1" },
      });
      expect(body, type).toEqual({ ok: true, signal_id: expect.stringMatching(/^sig_[0-9a-f]{32}$/) });
    }
  });

  test("to a session of another's name is refused", async () => {
    const bob = (await makeDevice(server, "bob")).engine;
    await ada.call("/signals", { body: callItem("msg_named_a", { session_id: "of-ada" }) });
    const item = callItem("msg_named_b", { session_id: "of-ada" });
    expectApiRefusal(await bob.call("/signals", { body: item }), 400, "session_id");
    expect(statusesOf(await batch([item, callItem("msg_named_c")], {}, bob))).toEqual(["invalid", "stored"]);
  });

  const bad: readonly (readonly [string, unknown])[] = [
    ["type", undefined],
    ["type", "nonsense"],
    ["type", 5],
    ["type", "toString"],
    ["adapter", undefined],
    ["adapter", 5],
    ["adapter", "x".repeat(257)],
    ["id", 5],
    ["id", "x".repeat(257)],
    ["keys", "a"],
    ["keys", Array<string>(9).fill("a")],
    ["keys.0", [5]],
    ["session_id", 5],
    ["session_id", "x".repeat(129)],
    ["session_id", "sess_0123456789abcdef"],
    ["project_id", {}],
    ["ts", "yesterday"],
    ["ts", "1999-01-01"],
    ["ts", 1e300],
    ["ts", {}],
    ["metadata", 5],
    ["metadata", []],
    ...["tokens_in", "tokens_out", "cache_read_tokens", "cost_usd", "latency_ms", "web_searches"].flatMap(
      (name) => [-1, "5", {}, true, 1e300].map((value) => [`metadata.${name}`, { [name]: value }] as const),
    ),
    ["metadata.tokens_in", { tokens_in: 1.5 }],
  ];
  test.each(bad)("is refused where %s is wrong (%j)", async (path, value) => {
    const member = path.split(".")[0]!;
    const body = callItem("msg_bad", { [member]: value });
    expectApiRefusal(await ada.call("/signals", { body }), 400, path);
    const answer = await batch([body, callItem("msg_beside")]);
    expect(statusesOf(answer).map((status) => status === "invalid")).toEqual([true, false]);
    expect(answer.body.results[0]!.message).toMatch(/^signals\[0\]\./);
  });

  test.each(["", "null", "[]", "5", '"text"', "{", "\u0000", "[".repeat(50_000), '{"signals":[]}'])(
    "is refused where the body is %j",
    async (body) => {
      expectApiRefusal(await ada.call("/signals", { body }), 400);
    },
  );

  test("keeps no member beside the documented ones", async () => {
    const canary = "canary-of-a-signal";
    const free = { prompt: canary, completion: canary, content: { text: [canary] }, [canary]: canary };
    await ada.call("/signals", {
      body: callItem("msg_canary", { ...free, metadata: { tokens_in: 1, ...free } }),
    });
    await batch([callItem("msg_canary_2", { ...free, type: canary }), canary, { ...free }], {
      user_id: canary,
      ...free,
    });
    await ada.call("/emit", { body: { adapter: "a", ts: Date.now(), model: "m", tokens_in: 1, ...free } });
    await (await makeDevice(server, "ada")).engine.call("/activate", { body: free });
    await ada.call("/signals", { body: `{"type":"stop","adapter":5,"x":"${canary}"` });
    expect(withRows(server.folder, ({ database }) => database.serialize().includes(canary))).toBe(false);
    expect(server.log).not.toContain(canary);
  });
});

describe("a batch", () => {
  test("answers for each, good and bad, in order", async () => {
    const answer = await batch([
      callItem("msg_mix_1"),
      null,
      callItem("msg_mix_2", { metadata: { tokens_in: -1 } }),
      callItem("msg_mix_1"),
      { type: "stop", adapter: "a" },
      [],
      callItem("msg_mix_3", { adapter: undefined, adapter_id: "b" }),
    ]);
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body)).toEqual(["results"]);
    expect(answer.body.results.map(({ id, status }) => [id, status])).toEqual([
      ["msg_mix_1", "stored"],
      [null, "invalid"],
      ["msg_mix_2", "invalid"],
      ["msg_mix_1", "duplicate"],
      [null, "stored"],
      [null, "invalid"],
      ["msg_mix_3", "stored"],
    ]);
    expect(owners("msg_mix_1")).toEqual(["ada live"]);
  });

  test("knows duplicates and enrichments within itself", async () => {
    const call = callItem("msg_twin", { ts: 1_780_000_000_000, backfill: true });
    const more = { ...call, keys: ["req_twin"], metadata: { latency_ms: 40, tokens_in: 100 } };
    const answer = await batch([call, call, more, { ...call, id: "req_twin" }, call]);
    expect(statusesOf(answer)).toEqual(["stored", "duplicate", "enriched", "duplicate", "duplicate"]);
    expect(new Set(answer.body.results.map(({ event_id }) => event_id)).size).toBe(1);
  });

  test("may be empty, and may hold 1,000 signals and no more", async () => {
    expect((await batch([])).body).toEqual({ results: [] });
    const many = Array.from({ length: 1_001 }, (_, at) => callItem(`msg_many_${at}`));
    expectApiRefusal(await batch(many), 413, "signals");
    expect(owners("msg_many_0")).toEqual([]);
    expect(new Set(statusesOf(await batch(many.slice(1))))).toEqual(new Set(["stored"]));
    expectApiRefusal(await batch(Array<null>(500_000).fill(null)), 413);
  });

  test.each([
    ["", "body"],
    ["[]", "signals"],
    ["null", "signals"],
    ["{}", "signals"],
    ['{"signals":{}}', "signals"],
    ['{"signals":null}', "signals"],
    ['{"signals":"[]"}', "signals"],
    ['{"signals":[]', "body"],
    ["\ufeff\u0000", "body"],
    [`{"signals":${"[".repeat(200_000)}`, "body"],
  ])("is refused where the body is %j", async (body, path) => {
    expectApiRefusal(await ada.call("/signals/batch", { body }), 400, path);
  });

  test("may be named anything and begin with a mark", async () => {
    const body = `\ufeff ${JSON.stringify({ signals: [callItem("msg_mark")] })}\n`;
    for (const type of ["text/plain", "multipart/form-data", "application/json; charset=utf-16", ";;;"]) {
      const headers = { "content-type": type };
      expect((await ada.call("/signals/batch", { body, headers })).status).toBe(200);
    }
  });
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

describe("emit", () => {
  const full = {
    adapter: "cursor",
    ts: Date.now(),
    model: "gpt-5",
    tokens_in: 10,
    tokens_out: 5,
    cost_usd: 0.01,
    latency_ms: 12.5,
    session_id: "emitted",
    project_id: "proj_1",
    user_id: "somebody",
    error_code: "rate_limited",
    hook: "PostToolUse",
  };

  test("stores a call and blocks nothing, once", async () => {
    for (let time = 0; time < 2; time++) {
      const answer = await ada.call("/emit", { body: full });
      expect([answer.status, answer.body]).toEqual([200, { blocked: false }]);
    }
    const calls = withRows(server.folder, (rows) =>
      rows.all(
        `select c.tokens_in, c.tokens_out, c.latency, c.cost_reported, c.time, s.name, s.user_id, u.user_id as subject,
          u.adapter, u.project_id from coding_calls c join coding_streams s on s.id = c.stream_id
          join coding_streams u on u.id = c.subject_id where s.name = 'emitted'`,
      ),
    );
    expect(calls).toEqual([
      {
        tokens_in: 10,
        tokens_out: 5,
        latency: 13,
        cost_reported: 10_000,
        time: full.ts,
        name: "emitted",
        user_id: "ada",
        subject: "ada",
        adapter: "cursor",
        project_id: "proj_1",
      },
    ]);
  });

  test("needs the tool, a time, a model and one figure", async () => {
    for (const name of ["adapter", "ts", "model"] as const) {
      for (const value of [undefined, null, "", {}, []]) {
        expectApiRefusal(await ada.call("/emit", { body: { ...full, [name]: value } }), 400, name);
      }
    }
    const none = { ...full, tokens_in: undefined, tokens_out: null, cost_usd: undefined };
    expectApiRefusal(await ada.call("/emit", { body: none }), 400, "tokens_in");
    for (const name of ["tokens_in", "tokens_out", "cost_usd"] as const) {
      const body = { ...none, ts: full.ts + 1, model: name, [name]: 1 };
      expect((await ada.call("/emit", { body })).body).toEqual({ blocked: false });
    }
  });

  test.each([
    ["tokens_in", [-1, 1.5, "1", {}, 1e300]],
    ["tokens_out", [-1, 1.5, "1", {}, 1e300]],
    ["cost_usd", [-1, "1", {}, 1e300]],
    ["latency_ms", [-1, "1", {}, 1e300]],
    ["session_id", [5, {}, "x".repeat(129), "sess_0123456789abcdef"]],
    ["project_id", [5, {}, "x".repeat(257)]],
    ["user_id", [5, {}, "x".repeat(257)]],
    ["error_code", [5, {}, "x".repeat(257)]],
    ["hook", [5, {}, "x".repeat(257)]],
    ["ts", ["yesterday", true, -1, 1e300, "x".repeat(65)]],
    ["model", [5, "x".repeat(257)]],
    ["adapter", [5, "x".repeat(257)]],
  ] as const)("refuses a wrong %s", async (name, values) => {
    for (const value of values) {
      const answer = await ada.call("/emit", { body: { ...full, [name]: value } });
      const { details = [] } = expectApiRefusal(answer, 400);
      expect(details.map(({ path }) => path.replace("metadata.", ""))).toEqual([name]);
    }
  });

  test("refuses a name of a session that is another's", async () => {
    const bob = (await makeDevice(server, "bob")).engine;
    expectApiRefusal(await bob.call("/emit", { body: full }), 400, "session_id");
  });
});

describe("whose signals they are", () => {
  test("a device's are its user's, whatever they say", async () => {
    await ada.call("/signals", { body: callItem("msg_who_1", { user_id: "eve" }) });
    await batch([callItem("msg_who_2", { user_id: "eve" })], { user_id: "eve" });
    expect([owners("msg_who_1"), owners("msg_who_2")]).toEqual([["ada live"], ["ada live"]]);
  });

  test("an API key names them, one by one or all at once", async () => {
    const key = ada.withSecret(await makeKey(server.folder, "live", "write:signals"));
    expectApiRefusal(await key.call("/signals", { body: callItem("msg_key_0") }), 400, "user_id");
    expect((await key.call("/signals", { body: callItem("msg_key_1", { user_id: "eve" }) })).status).toBe(
      200,
    );
    const signals = [
      callItem("msg_key_2"),
      callItem("msg_key_3", { user_id: "bob" }),
      callItem("msg_key_4", { user_id: "" }),
      5,
    ];
    const nobody = await batch(signals, {}, key);
    expect(statusesOf(nobody)).toEqual(["invalid", "stored", "invalid", "invalid"]);
    expect(nobody.body.results[0]!.message).toContain("user_id");
    expect(statusesOf(await batch(signals, { user_id: "carol" }, key))).toEqual([
      "stored",
      "duplicate",
      "stored",
      "invalid",
    ]);
    expect(["1", "2", "3", "4"].map((at) => owners(`msg_key_${at}`))).toEqual([
      ["eve live"],
      ["carol live"],
      ["bob live"],
      ["carol live"],
    ]);
    for (const user_id of [5, {}, "x".repeat(257), ["ada"]]) {
      expectApiRefusal(await batch(signals, { user_id }, key), 400, "user_id");
    }
    const emitted = { adapter: "a", ts: Date.now(), model: "m", tokens_in: 1 };
    expectApiRefusal(await key.call("/emit", { body: emitted }), 400, "user_id");
    expect((await key.call("/emit", { body: { ...emitted, user_id: "eve" } })).body).toEqual({
      blocked: false,
    });
  });

  test("live data, test data and another organization's are apart", async () => {
    const organization = await withStore(server.folder, async (context) => {
      await createOrganization(context, { name: "Another" });
      const rows = context.db.selectFrom("organizations").select("id").where("name", "=", "Another");
      return (await rows.executeTakeFirstOrThrow()).id;
    });
    const engines = [
      ada,
      (await makeDevice(server, "ada", "test")).engine,
      (await makeDevice(server, "ada", "live", organization)).engine,
      ada.withSecret(await makeKey(server.folder, "test", "write:signals")),
    ];
    const item = callItem("msg_apart", { user_id: "ada", session_id: "apart" });
    const ids = new Set<unknown>();
    for (const [at, engine] of engines.entries()) {
      const [result] = (await batch([item], {}, engine)).body.results;
      // The key of the test mode meets what the device of the test mode has sent.
      expect(result!.status, String(at)).toBe(at === 3 ? "duplicate" : "stored");
      ids.add(result!.event_id);
    }
    expect(ids.size).toBe(3);
    expect(owners("msg_apart")).toEqual(["ada live", "ada live", "ada test"]);
  });
});

test("the contract's lists are the domain's", () => {
  expect(signalTypeWords).toEqual(signalTypes);
  expect(new Set(Object.keys(SignalMetadata.properties))).toEqual(metadataMembers);
});
