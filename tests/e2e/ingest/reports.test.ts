import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deleteReport } from "@hearth/store/games/erasure/delete-report";
import { deleteSession } from "@hearth/store/games/erasure/delete-session";
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

const title = "Something is wrong";
const reportRow = (id: string) => withRows(server.folder, (rows) => rows.report(id));
const countReports = () => withRows(server.folder, (rows) => rows.count("select count(*) from play_reports"));

test("the smallest report has a title and gets the defaults", async () => {
  const report = taken(await game.sendReport({ report: { title } }));
  expect(report).toEqual({ id: expect.any(String), reportId: report.id, status: "new" });
  expect(reportRow(report.id)).toMatchObject({
    title,
    severity: "medium",
    reporter_type: "player",
    status: "new",
    session_id: null,
    build_id: null,
    warnings: null,
  });
});

test("session and build are the ones named; the build is the session's where none is", async () => {
  const { sessionId, buildId } = await game.play({ version: "3.0.0", platform: "macOS", channel: "qa" });
  const { buildId: other } = await game.play({ version: "3.0.1", platform: "macOS" });
  const rows = [
    reportRow((await game.report({}, { sessionId })).id),
    reportRow((await game.report({}, { sessionId, buildId: other })).id),
    reportRow((await game.report({}, { buildId })).id),
  ];
  expect(rows.map(({ version, platform, channel }) => ({ version, platform, channel }))).toEqual([
    { version: "3.0.0", platform: "macos", channel: "qa" },
    { version: "3.0.1", platform: "macos", channel: "qa" },
    { version: "3.0.0", platform: "macos", channel: "qa" },
  ]);
});

describe("every known word is taken in any case of letters", () => {
  test.each(["low", "medium", "high", "critical"])("severity %s", async (severity) => {
    const report = await game.report({ severity: severity.toUpperCase() });
    expect([reportRow(report.id)["severity"], report.warnings]).toEqual([severity, undefined]);
  });
  test.each(["player", "tester", "qa", "internal", "system"])("reporter %s", async (reporterType) => {
    expect(reportRow((await game.report({ reporterType })).id)["reporter_type"]).toBe(reporterType);
  });
  test.each(["github", "gitlab", "jira", "discord", "webhook"])("export to %s", async (provider) => {
    for (const wanted of [provider, { provider }, { providers: [provider, provider] }, [provider]]) {
      const { id, status } = await game.report({}, { export: wanted });
      expect(status).toBe("export_pending");
      withRows(server.folder, (rows) => {
        const exports = rows.all(
          "select provider, status from play_exports where report_id = ?",
          rows.rowOf("report", id),
        );
        expect(exports).toEqual([{ provider, status: "pending" }]);
      });
    }
  });
});

describe("what cannot be right is mended, named in warnings and stored all the same", () => {
  const mended: [string, object, object, string][] = [
    [
      "an unknown severity",
      { report: { title, severity: "apocalyptic" } },
      { severity: "medium" },
      "report.severity",
    ],
    [
      "a severity that is no text",
      { report: { title, severity: 4 } },
      { severity: "medium" },
      "report.severity",
    ],
    [
      "an unknown reporter",
      { report: { title, reporterType: "cat" } },
      { reporter_type: "player" },
      "report.reporterType",
    ],
    ["a long title", { report: { title: "t".repeat(301) } }, { title: "t".repeat(300) }, "report.title"],
    [
      "a long description",
      { report: { title, description: "d".repeat(65_537) } },
      { description: "d".repeat(65_536) },
      "report.description",
    ],
    [
      "a description that is no text",
      { report: { title, description: {} } },
      { description: null },
      "report.description",
    ],
    [
      "a long fingerprint",
      { report: { title, fingerprint: "f".repeat(300) } },
      { fingerprint: "f".repeat(256) },
      "report.fingerprint",
    ],
    ["a context that is no object", { report: { title }, context: "here" }, { context: null }, "context"],
    [
      "a scene that is no text",
      { report: { title }, context: { sceneName: [] } },
      { scene: null },
      "context.sceneName",
    ],
    [
      "an unknown session",
      { report: { title }, sessionId: "1f0c1a3e-7a52-4a5d-9d0f-3b6c2b1e9a10" },
      { session_id: null },
      "sessionId",
    ],
    ["a session that is no id", { report: { title }, sessionId: "none" }, { session_id: null }, "sessionId"],
    ["a session that is no text", { report: { title }, sessionId: {} }, { session_id: null }, "sessionId"],
    [
      "an unknown build",
      { report: { title }, buildId: "1f0c1a3e-7a52-4a5d-9d0f-3b6c2b1e9a10" },
      { build_id: null },
      "buildId",
    ],
    ["attachments that are no list", { report: { title }, attachments: {} }, {}, "attachments"],
    [
      "an attachment without an id",
      { report: { title }, attachments: [{ fileName: "a" }] },
      {},
      "attachments[0]",
    ],
    ["an attachment that is nothing", { report: { title }, attachments: [null] }, {}, "attachments[0]"],
    [
      "an unknown attachment",
      { report: { title }, attachments: [{ uploadId: "u", fileName: "a" }] },
      {},
      "attachments[0].uploadId",
    ],
    ["events that are no list", { report: { title }, events: "none" }, {}, "events"],
    ["an event without a type", { report: { title }, events: [{ payload: {} }] }, {}, "events[0].eventType"],
    [
      "an event of an unknown session",
      { report: { title }, events: [{ eventType: "a", sessionId: "x" }] },
      {},
      "events[0]",
    ],
    ["event ids that are no list", { report: { title }, eventIds: "e" }, {}, "eventIds"],
    ["event ids that are no text", { report: { title }, eventIds: [1, null, {}] }, {}, "eventIds"],
    ["an unknown export", { report: { title }, export: "carrier pigeon" }, { status: "new" }, "export"],
  ];
  test.each(mended)("%s", async (_name, body, stored, path) => {
    const { id, warnings } = taken(await game.sendReport(body));
    expect(
      warnings?.some((warning) => warning.startsWith(path)),
      String(warnings),
    ).toBe(true);
    const row = reportRow(id);
    expect(row).toMatchObject(stored);
    expect(JSON.parse(String(row["warnings"]))).toEqual(warnings);
  });

  test.each(["", null])("ids that are %j count as absent, without a word", async (none) => {
    const ids = {
      sessionId: none,
      buildId: none,
      clientRequestId: none,
      eventIds: none || [],
      attachments: none || [],
    };
    const { warnings } = taken(
      await game.sendReport({ report: { title, fingerprint: none, severity: none }, ...ids }),
    );
    expect(warnings).toBeUndefined();
  });
});

describe("a report is refused only without an object or a title", () => {
  const bodies: [string, unknown, string][] = [
    ["a list", [], "body"],
    ["null", null, "body"],
    ["a text", "report", "body"],
    ["a number", 1, "body"],
    ["nothing in it", {}, "report.title"],
    ["a report that is no object", { report: "broken" }, "report.title"],
    ["a report that is a list", { report: [{ title }] }, "report.title"],
    ["no title", { report: { description: "d" } }, "report.title"],
    ["an empty title", { report: { title: "" } }, "report.title"],
    ["a blank title", { report: { title: " \t\n" } }, "report.title"],
    ["a title that is no text", { report: { title: {} } }, "report.title"],
    ["a title elsewhere", { title }, "report.title"],
  ];
  test.each(bodies)("%s", async (_name, body, path) => {
    const before = countReports();
    expectRefusal(await game.sendReport(body), 400, path);
    expect(countReports()).toBe(before);
  });
});

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
