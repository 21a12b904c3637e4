import { createOrganization } from "@hearth/store/access/create-organization";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectApiRefusal } from "../../api-refusal.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { makeKey } from "./api-asker.ts";
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
