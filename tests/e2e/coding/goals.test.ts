import { createOrganization } from "@hearth/store/access/create-organization";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectApiRefusal } from "../../api-refusal.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { withRows } from "../../stored-rows.ts";
import { type EngineClient, makeDevice } from "./engine-client.ts";

interface GoalBody {
  readonly id: string;
  readonly user_id: string;
  readonly session_id: string | null;
  readonly state: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly drifted_at: string | null;
  readonly refocused_at: string | null;
  readonly completed_at: string | null;
  readonly abandoned_at: string | null;
}
interface GoalPage {
  readonly data: readonly GoalBody[];
  readonly cursor: string | null;
  readonly has_more: boolean;
}

let server: ServerProcess;
let ada: EngineClient;
let next = 0;
beforeAll(async () => {
  server = await startServer();
  ada = (await makeDevice(server, "ada")).engine;
});
afterAll(async () => {
  expect(server.log).toBe("");
  await server.remove();
});

const start = Date.parse("2026-03-01T10:00:00.000Z");
const at = (minutes: number): string => new Date(start + minutes * 60_000).toISOString();
const make = async (id: string, more: object = {}, engine = ada): Promise<GoalBody> => {
  const answer = await engine.call<GoalBody>("/goals", { body: { id, ts: at(0), ...more } });
  expect(answer.status, answer.bytes.toString()).toBe(201);
  return answer.body;
};
const list = async (query = "", engine = ada): Promise<GoalPage> =>
  (await engine.get<GoalPage>(`/goals${query}`)).body;
const signal = async (type: string, minutes: number, more: object, engine = ada): Promise<void> => {
  const body = { id: `signal-${next++}`, type, adapter: "claude-code", ts: at(minutes), ...more };
  expect((await engine.call("/signals", { body })).status).toBe(200);
};
const stateOf = async (id: string, engine = ada): Promise<string | undefined> =>
  (await list("?limit=100", engine)).data.find((goal) => goal.id === id)?.state;

describe("a goal", () => {
  test("is noted, listed and moved", async () => {
    const made = await make("first", { session_id: "session-1" });
    expect(made).toEqual({
      id: "first",
      user_id: "ada",
      session_id: "session-1",
      state: "active",
      created_at: at(0),
      updated_at: at(0),
      drifted_at: null,
      refocused_at: null,
      completed_at: null,
      abandoned_at: null,
    });
    expect(await make("first", { session_id: "session-1", ts: at(5) })).toEqual(made);
    const patch = async (body: object, path = "/goals/first") =>
      await ada.call<GoalBody>(path, { method: "PATCH", body });
    expect((await patch({ state: "drifted", ts: at(1) })).body).toMatchObject({ drifted_at: at(1) });
    const named = await patch({ id: "first", state: "active", ts: start + 120_000 }, "/goals");
    expect(named.body).toMatchObject({ state: "active", refocused_at: at(2), updated_at: at(2) });
    expectApiRefusal(await patch({ state: "drifted", ts: at(1) }), 409, "state");
    expect((await patch({ state: "completed", ts: at(3) })).body).toMatchObject({ completed_at: at(3) });
    expectApiRefusal(await patch({ state: "active" }), 409, "state");
    expectApiRefusal(await patch({ state: "active" }, "/goals/second"), 404, "id");
    expect((await list()).data).toEqual([expect.objectContaining({ id: "first", state: "completed" })]);
  });

  test("has a name made for it where it brings none, and is given its time by the server", async () => {
    for (const body of [{}, { id: undefined, session_id: null, ts: null, state: "active" }]) {
      const { body: made } = await ada.call<GoalBody>("/goals", { body });
      expect(made.id).toMatch(/^goal_[0-9a-f]{16}$/);
      expect(Math.abs(Date.parse(made.created_at) - Date.now())).toBeLessThan(60_000);
    }
  });

  test("never holds what it says", async () => {
    const canary = "canary-text-of-a-goal";
    const text = { text: canary, title: canary, goal: canary, description: canary, metadata: { a: canary } };
    const answer = await ada.call("/goals", { body: { id: "silent", session_id: "s", ...text } });
    expect(answer.status).toBe(201);
    await ada.call("/goals/silent", { method: "PATCH", body: { state: "drifted", ...text } });
    await ada.call("/goals", { body: { id: `${canary} in words` } });
    await signal("goal-drift", 1, { session_id: "s", text: canary, metadata: { goal: canary } });
    expect(answer.bytes.includes(canary)).toBe(false);
    expect(withRows(server.folder, ({ database }) => database.serialize().includes(canary))).toBe(false);
    expect(server.log).not.toContain(canary);
  });
});

describe("signals", () => {
  test("move the goals of the session they name", async () => {
    await make("by-name", { session_id: "named-1" });
    await make("by-tool", { session_id: "tool-1" });
    await make("apart", { session_id: "named-2" });
    await signal("goal-drift", 1, { session_id: "named-1" });
    await signal("goal-drift", 1, { metadata: { tool_session_id: "tool-1" } });
    expect([await stateOf("by-name"), await stateOf("by-tool"), await stateOf("apart")]).toEqual([
      "drifted",
      "drifted",
      "active",
    ]);
    await signal("refocus-ack", 2, { session_id: "named-1" });
    expect(await stateOf("by-name")).toBe("active");
    await signal("completion-verified", 3, { session_id: "named-1" });
    await signal("goal-drift", 4, { session_id: "named-1" });
    expect(await stateOf("by-name")).toBe("completed");
    expect(await stateOf("by-tool")).toBe("drifted");
  });

  test("may come in any order, and before the goal", async () => {
    const told = [
      ["goal-drift", 1],
      ["refocus-ack", 2],
      ["goal-drift", 3],
    ] as const;
    const orders = fc.sample(fc.shuffledSubarray([...told, "goal"] as const, { minLength: 4 }), 8);
    for (const [number, order] of orders.entries()) {
      const session_id = `shuffled-${number}`;
      for (const step of order) {
        if (step === "goal") await make(`goal-${session_id}`, { session_id });
        else await signal(step[0], step[1], { session_id });
      }
      const goal = (await list(`?session_id=${session_id}`)).data[0];
      expect(goal, JSON.stringify(order)).toMatchObject({
        state: "drifted",
        drifted_at: at(3),
        refocused_at: at(2),
        updated_at: at(3),
      });
    }
  });

  test("of another person, mode or organization move nothing", async () => {
    const organization = await withStore(server.folder, async (context) => {
      await createOrganization(context, { name: "Another" });
      const rows = context.db.selectFrom("organizations").select("id").where("name", "=", "Another");
      return (await rows.executeTakeFirstOrThrow()).id;
    });
    const strangers = [
      await makeDevice(server, "eve"),
      await makeDevice(server, "ada", "test"),
      await makeDevice(server, "ada", "live", organization),
    ];
    await make("mine", { session_id: "tool-shared" });
    for (const { engine } of strangers) {
      await signal("goal-drift", 1, { metadata: { tool_session_id: "tool-shared" } }, engine);
      expect((await list("", engine)).data).toEqual([]);
      expectApiRefusal(
        await engine.call("/goals/mine", { method: "PATCH", body: { state: "drifted" } }),
        404,
      );
      await make("mine", { session_id: "own-session" }, engine);
    }
    expect(await stateOf("mine")).toBe("active");
    const second = (await makeDevice(server, "ada")).engine;
    await signal("goal-drift", 1, { metadata: { tool_session_id: "tool-shared" } }, second);
    expect(await stateOf("mine", second)).toBe("drifted");
    const { cursor } = await list("?limit=1");
    for (const { engine } of strangers) {
      expectApiRefusal(await engine.get(`/goals?cursor=${cursor}`), 400, "cursor");
    }
  });
});

test("the list is walked by its cursor alone, by session and by state", async () => {
  const { engine } = await makeDevice(server, "walker");
  for (let number = 0; number < 9; number++) {
    await make(`w${number}`, { session_id: `s${number % 2}`, ts: at(number >> 1) }, engine);
  }
  const walked: string[] = [];
  let page = await list("?limit=2&session_id=s0", engine);
  while (page.cursor !== null) {
    expect(page.has_more).toBe(true);
    walked.push(...page.data.map(({ id }) => id));
    page = await list(`?cursor=${page.cursor}`, engine);
  }
  expect(page.has_more).toBe(false);
  walked.push(...page.data.map(({ id }) => id));
  expect(walked).toEqual(["w8", "w6", "w4", "w2", "w0"]);
  await engine.call("/goals/w3", { method: "PATCH", body: { state: "abandoned" } });
  expect((await list("?state=abandoned", engine)).data.map(({ id }) => id)).toEqual(["w3"]);
  for (const [query, path] of [
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=x", "limit"],
    ["state=drifting", "state"],
    ["session_id=", "session_id"],
    ["cursor=nonsense", "cursor"],
    ["cursor=", "cursor"],
    [`session_id=${"s".repeat(257)}`, "session_id"],
    ["sesion_id=s0", "sesion_id"],
  ] as const) {
    expectApiRefusal(await engine.get(`/goals?${query}`), 400, path);
  }
});

describe("bad input", () => {
  const wrong: readonly (readonly [string, unknown])[] = [
    ["id", 5],
    ["id", ""],
    ["id", "two words"],
    ["id", "a\u0000b"],
    ["id", "x".repeat(129)],
    ["id", {}],
    ["session_id", 5],
    ["session_id", "x".repeat(257)],
    ["session_id", []],
    ["state", "nonsense"],
    ["state", 5],
    ["state", {}],
    ["ts", "yesterday"],
    ["ts", true],
    ["ts", {}],
    ["ts", -1],
    ["ts", 1e300],
    ["ts", "1999-12-31T23:59:59Z"],
    ["ts", "2200-01-01"],
  ];
  test.each(wrong)("%s of %j", async (path, value) => {
    expectApiRefusal(await ada.call("/goals", { body: { id: "bad", [path]: value } }), 400, path);
    if (path === "session_id") return;
    const body = { id: "first", state: "active", [path]: value };
    expectApiRefusal(await ada.call("/goals", { method: "PATCH", body }), 400, path);
    if (path === "id") return;
    expectApiRefusal(await ada.call("/goals/first", { method: "PATCH", body }), 400, path);
  });

  test.each(["", " ", "null", "[]", "5", '"text"', "{", "\u0000"])("the body %j", async (body) => {
    expectApiRefusal(await ada.call("/goals", { body }), 400);
    expectApiRefusal(await ada.call("/goals", { method: "PATCH", body }), 400);
    expectApiRefusal(await ada.call("/goals/first", { method: "PATCH", body }), 400);
  });

  test("whatever it is never fails the server", async () => {
    const value = fc.oneof(
      fc.anything({ withBigInt: false }),
      fc.constantFrom("active", "completed", "first", 1_772_359_200_000),
    );
    const body = fc.record({ id: value, session_id: value, state: value, ts: value }, { requiredKeys: [] });
    const path = fc.constantFrom(
      "/goals",
      "/goals/first",
      "/goals/%00",
      "/goals/a%20b",
      `/goals/${"x".repeat(200)}`,
    );
    await fc.assert(
      fc.asyncProperty(body, path, fc.constantFrom("POST", "PATCH"), async (sent, where, method) => {
        const { status, bytes } = await ada.call(where, { method, body: JSON.stringify(sent) });
        expect([200, 201, 400, 404, 409], bytes.toString()).toContain(status);
      }),
      { numRuns: 300 },
    );
  });
});
