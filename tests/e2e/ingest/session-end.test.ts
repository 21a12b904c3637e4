import { afterAll, beforeAll, expect, test } from "vitest";
import { deleteSession } from "@hearth/store/games/erasure/delete-session";
import { recountPlay } from "@hearth/store/games/recount";
import { Game, taken } from "../../game.ts";
import { expectRefusal } from "../../refusal.ts";
import { send } from "../../send.ts";
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

const outcomeOf = (id: string) => withRows(server.folder, (rows) => rows.session(id)["outcome"]);

test.each([
  [["ok"], "ok"],
  [["ok", "crashed", "ok"], "crashed"],
  [["crashed", "abnormal"], "crashed"],
  [["abnormal", "ok"], "abnormal"],
  [["ok", "abnormal", "crashed", "ok", "abnormal"], "crashed"],
])("of the ends %j the worst holds: %s", async (ends, worst) => {
  const { sessionId } = await game.play();
  let answered: string | undefined;
  for (const status of ends) answered = taken(await game.sendEnd(sessionId, { status })).status;
  expect(answered).toBe(worst);
  expect(outcomeOf(sessionId)).toBe(worst);
});

test("ends that arrive at once are counted once, the worst of them", async () => {
  const { sessionId } = await game.play({ version: "ends", platform: "linux" }, { lifecycle: true });
  const statuses = ["ok", "abnormal", "ok", "crashed", "ok", "abnormal", "crashed", "ok"];
  await Promise.all(statuses.map(async (status) => taken(await game.sendEnd(sessionId, { status }))));
  expect(outcomeOf(sessionId)).toBe("crashed");
  withRows(server.folder, (rows) => {
    const { build_id: build } = rows.session(sessionId);
    expect(
      rows.all("select class, sessions from play_session_hours where build_id = ? and sessions > 0", build),
    ).toEqual([{ class: "crashed", sessions: 1 }]);
  });
});

test("endedAt is the time sent, and ours where it cannot be read", async () => {
  const { sessionId } = await game.play();
  const endedAt = new Date(Date.now() + 60_000).toISOString();
  expect(taken(await game.sendEnd(sessionId, { status: "ok", endedAt }))).toEqual({
    sessionId,
    status: "ok",
    endedAt,
  });
  const { sessionId: other } = await game.play();
  const answer = await game.sendEnd(other, { status: "ok", endedAt: "just now" });
  expect(taken(answer)).toMatchObject({ status: "ok" });
  expect(answer.headers["x-hearth-warnings"]).toMatch(/endedAt/);
});

test("an end without a body is a good end", async () => {
  const { sessionId } = await game.play();
  const answer = await send(`${server.url}/v1/ingest/sessions/${sessionId}/end`, {
    method: "POST",
    headers: { authorization: `Bearer ${game.token}` },
  });
  expect([answer.status, answer.body["status"]]).toEqual([201, "ok"]);
});

test("an unknown status is refused and the known ones are named", async () => {
  const { sessionId } = await game.play();
  for (const status of ["exploded", "", null, 1, undefined]) {
    const body = expectRefusal(await game.sendEnd(sessionId, { status }), 400, "status");
    if (status === "exploded") expect(body.message).toMatch(/ok, crashed, abnormal/);
  }
  expect(outcomeOf(sessionId)).toBeNull();
});

test("the end of a deleted session is answered as deleted and brings nothing back", async () => {
  const { sessionId } = await game.play();
  await withStore(server.folder, async (context) => await deleteSession(context, { session: sessionId }));
  expect(taken(await game.sendEnd(sessionId, { status: "crashed" }))).toMatchObject({
    sessionId,
    deleted: true,
  });
  withRows(server.folder, (rows) => {
    const id = rows.rowOf("session", sessionId);
    expect(rows.count("select count(*) from play_sessions where id = ?", id)).toBe(0);
    expect(recountPlay(rows.database)).toEqual([]);
  });
});
