import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deleteReport } from "@hearth/store/games/erasure/delete-report";
import { deleteSession } from "@hearth/store/games/erasure/delete-session";
import { Game, taken } from "../../game.ts";
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

const title = "Something is wrong";
const reportRow = (id: string) => withRows(server.folder, (rows) => rows.report(id));
const countReports = () => withRows(server.folder, (rows) => rows.count("select count(*) from play_reports"));

describe("clientRequestId", () => {
  test("makes one report for ever; of two contents the first wins", async () => {
    const clientRequestId = "8b8f2f2c-6a53-4f0e-9a42-0a7d3f8f0c11";
    const first = await game.report({ title: "first" }, { clientRequestId });
    const again = taken(
      await game.sendReport({ clientRequestId: clientRequestId.toUpperCase(), report: { title: "second" } }),
    );
    expect(again).toEqual({ id: first.id, reportId: first.id, idempotent: true });
    expect(reportRow(first.id)["title"]).toBe("first");
  });

  test("8 copies at once are one report and eight equal ids", async () => {
    const before = countReports();
    const body = {
      clientRequestId: "0f3f0f0a-4bd2-4c69-8f3f-d7b6ad3f5a01",
      report: { title, fingerprint: "eight" },
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => taken(await game.sendReport(body))),
    );
    expect(new Set(answers.flatMap(({ id, reportId }) => [id, reportId])).size).toBe(1);
    expect(answers.filter(({ idempotent }) => idempotent)).toHaveLength(7);
    expect(countReports()).toBe(before + 1);
    expect(reportRow(answers[0]!.id)["occurrences"]).toBe(1);
  });

  test("after the report is deleted, what is resent is answered with the old id and stores nothing", async () => {
    const body = { clientRequestId: "c0ffee00-4bd2-4c69-8f3f-d7b6ad3f5a02", report: { title } };
    const { id } = taken(await game.sendReport(body));
    await withStore(server.folder, async (context) => await deleteReport(context, { report: id }));
    const before = countReports();
    expect(taken(await game.sendReport(body))).toEqual({ id, reportId: id, idempotent: true });
    expect(countReports()).toBe(before);
  });
});

test("a report filed in a deleted session is answered as deleted, each time with the same id", async () => {
  const { sessionId } = await game.play();
  await withStore(server.folder, async (context) => await deleteSession(context, { session: sessionId }));
  const before = countReports();
  const body = { sessionId, clientRequestId: "ab0ffee0-4bd2-4c69-8f3f-d7b6ad3f5a03", report: { title } };
  const first = taken(await game.sendReport(body));
  expect(first).toMatchObject({ reportId: first.id, status: "deleted" });
  expect(taken(await game.sendReport(body))).toEqual({ id: first.id, reportId: first.id, idempotent: true });
  expect(countReports()).toBe(before);
});
