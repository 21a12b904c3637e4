import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectApiRefusal } from "../../api-refusal.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withRows } from "../../stored-rows.ts";
import { type EngineClient, makeDevice } from "./engine-client.ts";

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
