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

const title = "Something is wrong";
const reportRow = (id: string) => withRows(server.folder, (rows) => rows.report(id));
const countReports = () => withRows(server.folder, (rows) => rows.count("select count(*) from play_reports"));

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
