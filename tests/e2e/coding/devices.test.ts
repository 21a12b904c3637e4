import { revokeDevice } from "@hearth/store/access/revoke-device";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runHearth } from "../../../apps/server/src/commands/fixtures/run-hearth.ts";
import { engineRoutes } from "../../../apps/server/src/routes/engine/index.ts";
import { expectApiRefusal } from "../../api-refusal.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { send } from "../../send.ts";
import { withStore } from "../../store-access.ts";
import { makeKey } from "./api-asker.ts";
import { callItem, EngineClient, type MadeDevice, makeDevice } from "./engine-client.ts";

interface Made {
  readonly id: string;
  readonly user: string;
  readonly mode: string;
  readonly activatedAt: string | null;
  readonly secret: string;
  readonly otlpSecret: string;
}

let server: ServerProcess;
let device: MadeDevice;
beforeAll(async () => {
  server = await startServer();
  device = await makeDevice(server, "ada");
});
afterAll(async () => {
  expect(server.log).toBe("");
  await server.remove();
});

const hearth = async (...words: string[]): Promise<string> => {
  const { stdout } = await runHearth(words, { HEARTH_DATA: server.folder });
  return stdout;
};
const routes = engineRoutes.map((route) => ({ ...route, name: `${route.method} ${route.path}` }));
const pathOf = (path: string): string => path.replace(/:\w+/, "nothing");

describe("hearth device", () => {
  test("create answers two tokens, the server takes each at its own doors", async () => {
    const made = JSON.parse(await hearth("device", "create", "--user", "eve", "--test", "--json")) as Made;
    expect(made).toMatchObject({ user: "eve", mode: "test", activatedAt: null });
    expect(made.secret).toMatch(/^lic_[0-9a-f]{20}$/);
    expect(made.otlpSecret).toMatch(/^lic_[0-9a-f]{20}$/);
    const engine = new EngineClient(server, made.secret);
    expect((await engine.call("/activate")).body).toMatchObject({ user_id: "eve", mode: "test" });
    expectApiRefusal(await engine.withSecret(made.otlpSecret).call("/activate"), 403);

    const shown = await hearth("device", "create", "--user", "eve");
    expect(shown.match(/lic_[0-9a-f]{20}/g)).toHaveLength(2);
    const listed = await hearth("device", "list");
    expect(listed).toContain(made.id);
    expect(listed).not.toMatch(/lic_[0-9a-f]{20}|_otlp/);
    const { items } = JSON.parse(await hearth("device", "list", "--json")) as { items: Made[] };
    expect(items.find(({ id }) => id === made.id)?.activatedAt).toMatch(/Z$/);
    expect(items.map(({ user }) => user)).toEqual(["eve", "eve", "ada"]);
  });

  test("revoke stops both tokens at once", async () => {
    const made = JSON.parse(await hearth("device", "create", "--user", "bob", "--json")) as Made;
    const engine = new EngineClient(server, made.secret);
    expect((await engine.call("/signals", { body: callItem("msg_bob") })).status).toBe(200);
    await hearth("device", "revoke", made.id);
    expectApiRefusal(await engine.call("/signals", { body: callItem("msg_bob_late") }), 401);
    expectApiRefusal(await engine.withSecret(made.otlpSecret).call("/signals"), 401);
  });
});

describe("activation", () => {
  test("tells whose device it is", async () => {
    const { id, engine } = await makeDevice(server, "grace hopper");
    const { status, body } = await engine.call("/activate", { body: { anything: "at all" } });
    expect(status).toBe(200);
    expect(body).toEqual({
      user_id: "grace hopper",
      device_id: id,
      organization: { id: expect.stringMatching(/^org_[0-9a-f]{16}$/), name: "default" },
      mode: "live",
      session_timeout: 1_800,
      time_zone: "UTC",
      signing_key: expect.stringMatching(/^[0-9a-f]{64}$/),
      server_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(Math.abs(Date.parse(String(body["server_time"])) - Date.now())).toBeLessThan(60_000);
  });

  test("is for devices, not for API keys", async () => {
    expectApiRefusal(await new EngineClient(server, server.key).call("/activate"), 401);
  });
});

describe.each(routes)("$name", ({ method, path, takesKeys = false }) => {
  test("takes nothing without a good token", async () => {
    const lost = (await makeDevice(server, "lost")).id;
    const revoked = await makeDevice(server, "lost");
    await withStore(server.folder, async (context) => {
      await revokeDevice(context, { id: revoked.id });
      await revokeDevice(context, { id: lost });
    });
    const { secret } = device.engine;
    const bad = [
      undefined,
      "",
      secret,
      `Basic ${secret}`,
      "Bearer ",
      "Bearer lic_",
      `Bearer ${secret.slice(0, -1)}`,
      `Bearer ${secret}0`,
      `Bearer ${secret.toUpperCase()}`,
      `Bearer ${secret}, Bearer ${secret}`,
      `Bearer lic_${"0".repeat(20)}`,
      `Bearer lic_${"a".repeat(8_000)}`,
      `Bearer forg_live_${"0".repeat(32)}`,
      `Bearer ${server.token}`,
      `Bearer ${revoked.engine.secret}`,
      `Bearer ${revoked.otlp.secret}`,
    ];
    for (const authorization of bad) {
      const answer = await send(`${server.url}/engine/v1${pathOf(path)}`, {
        method,
        headers: authorization === undefined ? {} : { authorization },
        ...(method !== "GET" && { body: JSON.stringify(callItem("msg_nobody")) }),
      });
      expectApiRefusal(answer, 401);
      expect(answer.headers["www-authenticate"]).toBe("Bearer");
    }
  });

  test("is closed to a device's telemetry token", async () => {
    expectApiRefusal(await device.otlp.call(pathOf(path), { method }), 403);
  });

  test(`takes ${takesKeys ? "keys with write:signals or admin" : "no API key"}`, async () => {
    for (const [scope, isGood] of [
      ["write:signals", true],
      ["admin", true],
      ["read:sessions", false],
      ["write:users", false],
    ] as const) {
      const client = device.engine.withSecret(await makeKey(server.folder, "live", scope));
      const answer = await client.call(pathOf(path), { method, ...(method !== "GET" && { body: "{}" }) });
      if (takesKeys && isGood) expectApiRefusal(answer, 400);
      else expectApiRefusal(answer, takesKeys ? 403 : 401, takesKeys ? "scope" : undefined);
    }
  });

  test("speaks protocol v1 and no other", async () => {
    for (const version of ["v2", "V1", "1", "", "v1, v1", "x".repeat(2_000)]) {
      const headers = { "x-forg-adapter-protocol": version };
      expectApiRefusal(
        await device.engine.call(pathOf(path), { method, headers }),
        400,
        "X-Forg-Adapter-Protocol",
      );
    }
    const headers = { "x-forg-adapter-protocol": "v1" };
    const { engine } = await makeDevice(server, "ada");
    const answer = await engine.call(pathOf(path), { method, headers });
    if (answer.status >= 300) {
      const { details = [] } = expectApiRefusal(answer, [400, 404]);
      expect(details.map((detail) => detail.path)).not.toContain("X-Forg-Adapter-Protocol");
    }
  });

  test("refuses a parameter it does not know", async () => {
    const answer = await device.engine.call(`${pathOf(path)}?limitt=5`, { method, body: "{}" });
    expectApiRefusal(answer, 400, "limitt");
  });
});
