import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { signalTypes } from "../../../packages/core/src/coding/signal.ts";
import { makeKey } from "./api-asker.ts";
import { callItem, type EngineClient, makeDevice, secondsFromNow, signature } from "./engine-client.ts";

let server: ServerProcess;
let engines: readonly EngineClient[];
let key: string;
beforeAll(async () => {
  server = await startServer();
  const { engine } = await makeDevice(server, "ada");
  const signing = (await makeDevice(server, "eve")).engine;
  key = await signing.activate();
  const test = (await makeDevice(server, "ada", "test")).engine;
  engines = [engine, signing, test, engine.withSecret(await makeKey(server.folder, "live", "admin"))];
});
afterAll(async () => await server?.remove());

const leaks = /SQLITE|sqlite|node_modules|\.ts:\d|select .+ from|insert into|\/packages\/|\/apps\//;
const odd = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.constantFrom<unknown>(
    null,
    -0,
    1e308,
    2 ** 53,
    "sess_0123456789abcdef",
    "x".repeat(300),
    "2026-02-30T25:61:61Z",
    "\u0000",
    "\ud800",
  ),
);
/** A member that is right more often than not. */
const mostly = (right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: right }, { weight: 1, arbitrary: odd });
const number = fc.constantFrom(0, 1, 500, 1e6, 0.25);
const item = fc.record(
  {
    id: mostly(fc.constantFrom("msg_1", "msg_2", "req_1", "time:1")),
    keys: mostly(fc.array(fc.constantFrom("msg_1", "req_1", "req_2"), { maxLength: 4 })),
    type: mostly(fc.constantFrom(...signalTypes)),
    adapter: mostly(fc.constantFrom("claude-code", "codex", "ü")),
    session_id: mostly(fc.constantFrom(null, "s-1", "s-2")),
    project_id: mostly(fc.constantFrom(null, "proj_1")),
    user_id: mostly(fc.constantFrom("ada", "eve")),
    ts: mostly(fc.integer({ min: 1_770_000_000_000, max: 1_770_009_000_000 })),
    backfill: mostly(fc.boolean()),
    metadata: mostly(
      fc.record(
        {
          model: mostly(fc.constantFrom("claude-opus-4-5", "gpt-5", "")),
          tokens_in: mostly(number),
          tokens_out: mostly(number),
          cache_read_tokens: mostly(number),
          cost_usd: mostly(number),
          latency_ms: mostly(number),
          error_code: mostly(fc.constantFrom("rate_limited", null)),
          tool_session_id: mostly(fc.constantFrom("t-1", "t-2")),
          source: mostly(fc.constantFrom("transcript", "otlp", "hook")),
          repository: mostly(
            fc.constantFrom("git@example.com:a/b.git", "https://u:p@example.com/a", ":", "@"),
          ),
        },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: ["type", "adapter"] },
);
const body = fc.oneof(
  { weight: 4, arbitrary: fc.record({ signals: fc.array(mostly(item), { maxLength: 6 }) }) },
  { weight: 3, arbitrary: item },
  { weight: 1, arbitrary: odd },
);
const request = fc.record({
  path: fc.constantFrom("/signals", "/signals/batch", "/signals/batch", "/emit", "/goals", "/activate"),
  body,
  sender: fc.nat(3),
  cut: fc.option(fc.nat(400), { freq: 12 }),
  packing: fc.constantFrom("", "", "gzip", "broken"),
  seal: fc.constantFrom("none", "good", "good", "timed", "stale", "wrong"),
});

test("1,500 strange requests: each gets its answer, none fails, and the server is well", async () => {
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(request, async ({ path, body: value, sender: chosen, cut, packing, seal }) => {
      // Whoever is activated must sign from then on.
      const sender = path === "/activate" ? 1 : chosen;
      const text = JSON.stringify(value) ?? "";
      const plain = Buffer.from(cut === null ? text : text.slice(0, cut));
      const octets =
        packing === "" ? plain : gzipSync(plain).subarray(0, packing === "gzip" ? undefined : -5);
      const timestamp =
        seal === "timed" ? secondsFromNow(0) : seal === "stale" ? secondsFromNow(-900) : undefined;
      const isSealed = seal !== "none" && sender === 1;
      const answer = await engines[sender]!.call(path, {
        body: octets,
        headers: {
          ...(packing !== "" && { "content-encoding": "gzip" }),
          ...(isSealed && { "x-forg-signature": signature(key, octets, timestamp) }),
          ...(seal === "wrong" && { "x-forg-signature": `sha256=${"0".repeat(64)}` }),
        },
        ...(timestamp !== undefined && { timestamp }),
      });
      const shown = `${path} ${answer.bytes.toString().slice(0, 500)}`;
      statuses.add(answer.status);
      expect([200, 201, 400, 401, 403, 409], shown).toContain(answer.status);
      expect(shown).not.toMatch(leaks);
      const sent = value as { signals?: unknown[] };
      if (path === "/signals/batch" && answer.status === 200) {
        expect((answer.body as { results: unknown[] }).results).toHaveLength(sent.signals!.length);
      }
    }),
    { numRuns: 1_500 },
  );
  expect([...statuses].toSorted()).toEqual(expect.arrayContaining([200, 400, 401]));
  expect(server.log).toBe("");
  const answer = await engines[0]!.call("/signals", { body: callItem("msg_last") });
  expect(answer.status).toBe(200);
});
