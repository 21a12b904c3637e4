import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Game, taken } from "../../game.ts";
import { expectRefusal } from "../../refusal.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withRows } from "../../stored-rows.ts";

let server: ServerProcess;
let game: Game;
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
});
afterAll(async () => await server?.remove());

const eventRow = (id: string) => withRows(server.folder, (rows) => rows.event(id));
const countEvents = () => withRows(server.folder, (rows) => rows.count("select count(*) from play_events"));

describe("soft faults are mended with a warning", () => {
  test.each([["yesterday"], ["2026-02-30T00:00:00Z"], ["2026-07-20T25:00:00Z"], ["1784570702"]])(
    "a time that cannot be read (%s) becomes the server's",
    async (occurredAt) => {
      for (const query of ["", "?partial=true"]) {
        const answer = await game.sendEvents([{ eventType: "a" }, { eventType: "timed", occurredAt }], query);
        const [, event] = taken(answer);
        expect(Math.abs(Date.parse(event!.occurredAt) - Date.now())).toBeLessThan(60_000);
        expect(answer.headers["x-hearth-warnings"]).toMatch(/\[1\]\.occurredAt/);
      }
    },
  );

  test("a payload over 64 KiB is cut and marked", async () => {
    const answer = await game.sendEvents([{ eventType: "big", payload: { text: "x".repeat(70_000) } }]);
    const [event] = taken(answer);
    expect(event!.payload).toMatchObject({ _cut: true });
    expect(answer.headers["x-hearth-warnings"]).toMatch(/\[0\]\.payload/);
    expect(JSON.parse(String(eventRow(event!.id!)["payload"]))).toEqual(event!.payload);
  });
});

describe("structural faults are refused with index and path, and nothing of the batch is stored", () => {
  test.each([
    ["no object", 7, "[1]"],
    ["null", null, "[1]"],
    ["an array", [], "[1]"],
    ["no type", { payload: {} }, "[1].eventType"],
    ["an empty type", { eventType: "" }, "[1].eventType"],
    ["a type that is no text", { eventType: 5 }, "[1].eventType"],
    ["a payload that is no object", { eventType: "a", payload: "text" }, "[1].payload"],
    ["a payload that is an array", { eventType: "a", payload: [1] }, "[1].payload"],
    ["a time that is no text", { eventType: "a", occurredAt: 1_784_570_702 }, "[1].occurredAt"],
    ["a session id that is no text", { eventType: "a", sessionId: 5 }, "[1].sessionId"],
    ["a build id that is no text", { eventType: "a", buildId: {} }, "[1].buildId"],
    ["a malformed session id", { eventType: "a", sessionId: "nonsense" }, "[1].sessionId"],
    ["an id that is no UUID", { eventType: "a", id: "mine-1" }, "[1].id"],
  ])("%s", async (_name, fault, path) => {
    const before = countEvents();
    const batch = [{ eventType: "good" }, fault, { eventType: "good" }];
    expectRefusal(await game.sendEvents(batch), 400, path);
    expect(countEvents()).toBe(before);
  });

  test("a single object's path has no index", async () => {
    expectRefusal(await game.sendEvents({ payload: {} }), 400, "eventType");
  });
});

test("?partial=true stores every good event and answers for each", async () => {
  const { sessionId } = await game.play();
  const before = countEvents();
  const batch = [
    { sessionId, eventType: "good" },
    { eventType: "" },
    5,
    { sessionId: "nonsense", eventType: "a" },
  ];
  const receipts = taken(
    await game.sendEvents([...batch, { eventType: "good", payload: { n: 1 } }], "?partial=true"),
  );
  expect(receipts).toEqual([
    expect.objectContaining({ sessionId, eventType: "good", status: "stored" }),
    { id: null, status: "invalid", message: expect.stringMatching(/eventType/) },
    { id: null, status: "invalid", message: expect.stringMatching(/object/) },
    { id: null, status: "invalid", message: expect.stringMatching(/sessionId/) },
    expect.objectContaining({ eventType: "good", payload: { n: 1 }, status: "stored" }),
  ]);
  expect(countEvents()).toBe(before + 2);
});
