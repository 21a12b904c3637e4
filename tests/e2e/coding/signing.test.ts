import { gzipSync } from "node:zlib";
import { revokeDevice } from "@hearth/store/access/revoke-device";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectApiRefusal } from "../../api-refusal.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { withRows } from "../../stored-rows.ts";
import {
  callItem,
  type EngineClient,
  type MadeDevice,
  makeDevice,
  type Results,
  secondsFromNow,
  signature,
  statusesOf,
} from "./engine-client.ts";

let server: ServerProcess;
let next = 0;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  expect(server.log).toBe("");
  await server.remove();
});

const stored = (): number =>
  withRows(
    server.folder,
    (rows) =>
      rows.count("select count(*) from coding_calls") +
      rows.count("select count(*) from coding_signals") +
      rows.count("select count(*) from coding_goals"),
  );
const id = (): string => `msg_signing_${next++}`;
const minutes = 60;

/** Every door that stores something, with a body it takes. */
const doors: readonly (readonly [string, string, () => Record<string, unknown>])[] = [
  ["/signals", "POST", () => callItem(id())],
  ["/signals/batch", "POST", () => ({ signals: [callItem(id())] })],
  ["/emit", "POST", () => ({ adapter: "a", ts: Date.now(), model: `m${next++}`, tokens_in: 1 })],
  ["/goals", "POST", () => ({ id: `goal-${next++}` })],
];

describe.each(["live", "test"] as const)("a %s device", (mode) => {
  let fresh: MadeDevice;
  let activated: EngineClient;
  let key: string;
  beforeAll(async () => {
    fresh = await makeDevice(server, `fresh-${mode}`, mode);
    activated = (await makeDevice(server, `activated-${mode}`, mode)).engine;
    key = await activated.activate();
  });

  describe.each(doors)("at %s", (path, method, body) => {
    test("that was activated must sign", async () => {
      const before = stored();
      expectApiRefusal(await activated.call(path, { method, body: body() }), 401, "X-Forg-Signature");
      expect(stored()).toBe(before);
      const answer = await activated.call<Results>(path, { method, body: body(), key });
      expect([200, 201]).toContain(answer.status);
      if (path === "/signals/batch") expect(statusesOf(answer)).toEqual(["stored"]);
      expect(stored()).toBe(before + 1);
    });

    test("that was not activated need not", async () => {
      expect((await fresh.engine.call(path, { method, body: body() })).status).toBeLessThan(300);
    });

    test.each([
      ["of another key", (text: string) => signature("0".repeat(64), Buffer.from(text))],
      ["of another body", () => signature(key, Buffer.from("{}"))],
      ["of a time that is not sent", (text: string) => signature(key, Buffer.from(text), secondsFromNow(0))],
      ["cut short", (text: string) => signature(key, Buffer.from(text)).slice(0, -1)],
      ["without its name", (text: string) => signature(key, Buffer.from(text)).slice(7)],
      ["of another hash", (text: string) => signature(key, Buffer.from(text)).replace("sha256", "sha512")],
      ["empty", () => ""],
      ["zeros", () => `sha256=${"0".repeat(64)}`],
      [
        "twice",
        (text: string) => `${signature(key, Buffer.from(text))}, ${signature(key, Buffer.from(text))}`,
      ],
      ["endless", () => `sha256=${"a".repeat(6_000)}`],
    ])("a signature that is %s is refused, activated or not", async (_name, sign) => {
      const before = stored();
      for (const engine of [activated, fresh.engine]) {
        const text = JSON.stringify(body());
        const headers = { "x-forg-signature": sign(text) };
        expectApiRefusal(await engine.call(path, { method, body: text, headers }), 401, "X-Forg-Signature");
      }
      expect(stored()).toBe(before);
    });

    test("a signed time of now is taken, and no other body or time with its signature", async () => {
      const text = JSON.stringify(body());
      const timestamp = secondsFromNow(0);
      expect((await activated.call(path, { method, body: text, key, timestamp })).status).toBeLessThan(300);
      const sealed = signature(key, Buffer.from(text), timestamp);
      for (const [octets, time] of [
        [`${text} `, timestamp],
        [text, secondsFromNow(1)],
        [text, ` ${timestamp.slice(0, -1)}`],
      ] as const) {
        const headers = { "x-forg-signature": sealed, "x-forg-timestamp": time };
        expectApiRefusal(await activated.call(path, { method, body: octets, headers }), 401);
      }
      expectApiRefusal(
        await activated.call(path, { method, body: text, headers: { "x-forg-signature": sealed } }),
        401,
      );
    });

    test.each(["now", "-5", "1e9", "1.5", "", "0x5f", "9".repeat(40), "2026-01-01T00:00:00Z"])(
      "a signed time of %j is refused",
      async (timestamp) => {
        expectApiRefusal(
          await activated.call(path, { method, body: body(), key, timestamp }),
          400,
          "X-Forg-Timestamp",
        );
      },
    );

    test("a time that nobody signed counts for nothing", async () => {
      for (const timestamp of ["nonsense", "0", secondsFromNow(-60 * minutes)]) {
        const answer = await fresh.engine.call<Results>(path, { method, body: body(), timestamp });
        expect(answer.status).toBeLessThan(300);
        if (path === "/signals/batch") expect(statusesOf(answer)).toEqual(["stored"]);
      }
    });
  });

  test.each(["/signals", "/emit", "/goals"])("a stale signed time is refused at %s", async (path) => {
    const [, method, body] = doors.find(([name]) => name === path)!;
    const before = stored();
    for (const off of [-6 * minutes, 6 * minutes]) {
      const call = { method, body: body(), key, timestamp: secondsFromNow(off) };
      const { error } = expectApiRefusal(await activated.call(path, call), 400, "X-Forg-Timestamp");
      expect(error).toMatch(/the server's time, \d{4}-\d\d-\d\dT/);
    }
    expect(stored()).toBe(before);
  });

  test("a stale batch is to be sent again, all of it, and stores nothing", async () => {
    const before = stored();
    const signals = [callItem("msg_stale_a"), callItem("msg_stale_b", { backfill: true }), { type: 5 }, 5];
    for (const off of [-6 * minutes, 6 * minutes, -1e9]) {
      const answer = await activated.call<Results>("/signals/batch", {
        body: { signals },
        key,
        timestamp: secondsFromNow(off),
      });
      expect(answer.status).toBe(200);
      expect(answer.body.results.map(({ id, status }) => [id, status])).toEqual([
        ["msg_stale_a", "retry"],
        ["msg_stale_b", "retry"],
        [null, "retry"],
        [null, "retry"],
      ]);
      const { server_time: time = "", results } = answer.body;
      expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(60_000);
      for (const { message } of results) expect(message).toContain(time);
    }
    expect(stored()).toBe(before);
  });

  test("four minutes off is no harm", async () => {
    for (const off of [-4 * minutes, 4 * minutes]) {
      const call = { body: { signals: [callItem(id())] }, key, timestamp: secondsFromNow(off) };
      expect(statusesOf(await activated.call<Results>("/signals/batch", call))).toEqual(["stored"]);
    }
  });

  test("a batch with a signed time holds signals of any time", async () => {
    const signals = [callItem(id(), { ts: Date.now() - 3_600_000 }), callItem(id(), { backfill: true })];
    const call = { body: { signals }, key, timestamp: secondsFromNow(0) };
    expect(statusesOf(await activated.call<Results>("/signals/batch", call))).toEqual(["stored", "stored"]);
  });

  test("a signed batch without one is judged signal by signal, history aside", async () => {
    const before = stored();
    const old = Date.now() - 6 * 60_000;
    const signals = [
      callItem(id()),
      callItem(id(), { ts: old }),
      callItem(id(), { ts: old, backfill: true }),
      callItem(id(), { ts: new Date(Date.now() + 6 * 60_000).toISOString() }),
      callItem(id(), { ts: undefined }),
      callItem(id(), { ts: "nonsense" }),
      { type: "nonsense" },
    ];
    const answer = await activated.call<Results>("/signals/batch", { body: { signals }, key });
    expect(statusesOf(answer)).toEqual([
      "stored",
      "retry",
      "stored",
      "retry",
      "stored",
      "invalid",
      "invalid",
    ]);
    expect(answer.body.results.map(({ id }) => id)).toEqual(
      signals.map((signal) => ("id" in signal ? signal["id"] : null)),
    );
    expect(answer.body.results[1]!.message).toContain(answer.body.server_time);
    expect(stored()).toBe(before + 3);
  });

  test("a signed signal of another time is refused unless it is history; an unsigned one is taken", async () => {
    for (const off of [-6 * 60_000, 6 * 60_000]) {
      const ts = Date.now() + off;
      const { error } = expectApiRefusal(
        await activated.call("/signals", { body: callItem(id(), { ts }), key }),
        400,
        "ts",
      );
      expect(error).toContain("backfill");
      const timestamp = secondsFromNow(0);
      const timed = { body: callItem(id(), { ts }), key, timestamp };
      expectApiRefusal(await activated.call("/signals", timed), 400, "ts");
      const history = { body: callItem(id(), { ts, backfill: true }), key };
      expect((await activated.call("/signals", history)).body).toMatchObject({ ok: true });
      expect((await fresh.engine.call("/signals", { body: callItem(id(), { ts }) })).status).toBe(200);
      const emitted = { adapter: "a", ts, model: `m${next++}`, tokens_in: 1 };
      expectApiRefusal(await activated.call("/emit", { body: emitted, key }), 400, "ts");
    }
  });

  test("the octets on the wire are signed, packed or not", async () => {
    const packed = gzipSync(JSON.stringify({ signals: [callItem(id())] }));
    const headers = { "content-encoding": "gzip" };
    const call = { body: packed, key, headers };
    expect(statusesOf(await activated.call<Results>("/signals/batch", call))).toEqual(["stored"]);
    const plain = JSON.stringify({ signals: [callItem(id())] });
    const wrong = { ...headers, "x-forg-signature": signature(key, Buffer.from(plain)) };
    expectApiRefusal(await activated.call("/signals/batch", { body: gzipSync(plain), headers: wrong }), 401);
  });

  test("what is only read need not be signed, and a signature is looked at all the same", async () => {
    expect((await activated.get("/goals")).status).toBe(200);
    expect((await activated.call("/goals", { method: "GET", key })).status).toBe(200);
    expectApiRefusal(await activated.call("/goals", { method: "GET", key: "0".repeat(64) }), 401);
  });

  test("any octets at all, signed rightly, are never refused for their signature", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.boolean(), async (octets, isTimed) => {
        const timed = isTimed ? { timestamp: secondsFromNow(0) } : {};
        const answer = await activated.call("/signals/batch", { body: Buffer.from(octets), key, ...timed });
        expectApiRefusal(answer, 400);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the key", () => {
  test("is the same at every activation and another for each device", async () => {
    const one = (await makeDevice(server, "ada")).engine;
    const other = (await makeDevice(server, "ada")).engine;
    const key = await one.activate();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await one.activate()).toBe(key);
    const otherKey = await other.activate();
    expect(otherKey).not.toBe(key);
    expectApiRefusal(await one.call("/signals", { body: callItem(id()), key: otherKey }), 401);
    await server.restart();
    expect(await one.activate()).toBe(key);
    expect((await one.call("/signals", { body: callItem(id()), key })).status).toBe(200);
    expectApiRefusal(await one.call("/signals", { body: callItem(id()) }), 401);
  });

  test("opens nothing once its device is revoked", async () => {
    const { id: device, engine } = await makeDevice(server, "ada");
    const key = await engine.activate();
    await withStore(server.folder, async (context) => await revokeDevice(context, { id: device }));
    expectApiRefusal(await engine.call("/signals", { body: callItem(id()), key }), 401);
    expectApiRefusal(await engine.call("/activate"), 401);
  });

  test("is nowhere in the database", async () => {
    const key = await (await makeDevice(server, "ada")).engine.activate();
    const database = withRows(server.folder, (rows) => rows.database.serialize());
    expect(database.includes(key)).toBe(false);
    expect(database.includes(Buffer.from(key, "hex"))).toBe(false);
  });

  test("an API key has none, so its signature is refused", async () => {
    const { engine } = await makeDevice(server, "ada");
    const key = await engine.activate();
    const client = engine.withSecret(server.key);
    expect((await client.call("/signals", { body: callItem(id(), { user_id: "ada" }) })).status).toBe(200);
    const call = { body: callItem(id(), { user_id: "ada" }), key };
    expectApiRefusal(await client.call("/signals", call), 401, "X-Forg-Signature");
  });
});
