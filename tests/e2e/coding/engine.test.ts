import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SignalMetadata, signalTypeWords } from "../../../packages/contract/src/engine/signals.ts";
import { metadataMembers } from "../../../packages/core/src/coding/read-metadata.ts";
import { signalTypes } from "../../../packages/core/src/coding/signal.ts";
import { expectApiRefusal } from "../../api-refusal.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withRows } from "../../stored-rows.ts";
import {
  callItem,
  type EngineClient,
  makeDevice,
  ownersOf,
  type Results,
  statusesOf,
} from "./engine-client.ts";

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
const owners = (id: string): string[] => ownersOf(server.folder, id);

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

test("the contract's lists are the domain's", () => {
  expect(signalTypeWords).toEqual(signalTypes);
  expect(new Set(Object.keys(SignalMetadata.properties))).toEqual(metadataMembers);
});
