import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deleteSession } from "@hearth/store/games/erasure/delete-session";
import { recountPlay } from "@hearth/store/games/recount";
import { Game, taken } from "../../game.ts";
import { expectRefusal } from "../../refusal.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
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

test("one object is answered with an array of one", async () => {
  const { sessionId, buildId } = await game.play();
  const [event, ...others] = taken(await game.sendEvents({ sessionId, eventType: "checkpoint" }));
  expect(others).toEqual([]);
  expect(event).toEqual({
    id: expect.any(String),
    sessionId,
    buildId,
    eventType: "checkpoint",
    occurredAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
    payload: {},
    reportIds: [],
  });
});

test("an empty array is answered with one", async () => {
  expect(taken(await game.sendEvents([]))).toEqual([]);
});

test("a long flush is answered in its order and length", async () => {
  const { sessionId } = await game.play();
  const sent = Array.from({ length: 2_000 }, (_, at) => ({
    sessionId,
    eventType: `type ${at % 7}`,
    payload: { at },
  }));
  const receipts = taken(await game.sendEvents(sent));
  expect(receipts.map(({ eventType, payload }) => ({ sessionId, eventType, payload }))).toEqual(sent);
  expect(new Set(receipts.map(({ id }) => id)).size).toBe(2_000);
  expect(eventRow(receipts[1_999]!.id!)["payload"]).toBe('{"at":1999}');
});

test("buildId is the one named, else the session's, and may stand alone", async () => {
  const { sessionId, buildId } = await game.play();
  const { buildId: other } = await game.play({ version: "2.0.0", platform: "linux" });
  const receipts = taken(
    await game.sendEvents([
      { sessionId, eventType: "a" },
      { sessionId, buildId: other, eventType: "b" },
      { buildId: other, eventType: "c" },
      { sessionId: "", buildId: "", eventType: "d" },
      { sessionId: null, buildId: null, eventType: "e" },
      { sessionId: sessionId.toUpperCase(), eventType: "f" },
    ]),
  );
  expect(receipts.map((event) => [event.sessionId, event.buildId])).toEqual([
    [sessionId, buildId],
    [sessionId, other],
    [null, other],
    [null, null],
    [null, null],
    [sessionId, buildId],
  ]);
});

test.each([
  ["2026-07-20T18:05:02.000Z", "2026-07-20T18:05:02.000Z"],
  ["2026-07-20T20:05:02+02:00", "2026-07-20T18:05:02.000Z"],
  ["2026-07-20T18:05:02", "2026-07-20T18:05:02.000Z"],
  ["2026-07-20T18:05:02.123456Z", "2026-07-20T18:05:02.123Z"],
  ["1999-12-31T23:59:59.999Z", "1999-12-31T23:59:59.999Z"],
])("occurredAt %s is kept as sent", async (occurredAt, read) => {
  const answer = await game.sendEvents({ eventType: "timed", occurredAt });
  const [event] = taken(answer);
  expect(event!.occurredAt).toBe(occurredAt);
  expect(answer.headers["x-hearth-warnings"]).toBeUndefined();
  const row = eventRow(event!.id!);
  expect(row["occurred_at"]).toBe(Date.parse(read));
  expect(row["occurred_text"] ?? read).toBe(occurredAt);
});

describe("an event that brings its own id", () => {
  const id = "9B2F0C1E-5D3A-4F6B-8C7D-0E1F2A3B4C5D";

  test("is stored once however often it is sent", async () => {
    const event = { id, eventType: "unique", payload: { n: 1 } };
    const before = countEvents();
    const answers = [
      taken(await game.sendEvents([event, event])),
      taken(await game.sendEvents({ ...event, id: id.toLowerCase() })),
      taken(await game.sendEvents([event], "?partial=true")),
    ];
    expect(new Set(answers.flat().map((answer) => answer.id))).toEqual(new Set([id.toLowerCase()]));
    expect(countEvents()).toBe(before + 1);
    const many = Array.from({ length: 16 }, async () =>
      taken(await game.sendEvents({ ...event, id: id.replace("9B", "9c") })),
    );
    await Promise.all(many);
    expect(countEvents()).toBe(before + 2);
  });

  test("may not bring one of our making", async () => {
    const { sessionId } = await game.play();
    const [own] = await game.record(sessionId, 1);
    for (const mark of [own!, sessionId, own!.toUpperCase()]) {
      expectRefusal(await game.sendEvents([{ id: mark, eventType: "a" }]), 400, "[0].id");
    }
  });

  test("is found by it when a report names it", async () => {
    const own = "0d3f6f5c-58f5-4b7e-9a39-6f3e6f1f0c01";
    taken(await game.sendEvents({ id: own, eventType: "a" }));
    const report = await game.report({}, { eventIds: [own] });
    expect(report.warnings).toBeUndefined();
  });
});

test("events of a deleted session are answered as deleted and stay deleted", async () => {
  const { sessionId } = await game.play();
  await game.record(sessionId, 3);
  await withStore(server.folder, async (context) => await deleteSession(context, { session: sessionId }));
  const before = countEvents();
  const late = taken(await game.sendEvents([{ sessionId, eventType: "late" }, { eventType: "other" }]));
  expect(late).toEqual([
    expect.objectContaining({ sessionId, eventType: "late", deleted: true }),
    expect.not.objectContaining({ deleted: true }),
  ]);
  expect(countEvents()).toBe(before + 1);
  withRows(server.folder, (rows) => expect(recountPlay(rows.database)).toEqual([]));
});
