import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Game, taken } from "../../game.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
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
