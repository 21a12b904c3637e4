import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { updateReport } from "@hearth/store/games/commands/update-report";
import { deleteReport } from "@hearth/store/games/erasure/delete-report";
import { recountPlay } from "@hearth/store/games/recount";
import { Game, type ReportReceipt } from "../../game.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { withRows } from "../../stored-rows.ts";
import { type Tenants, makeTenants } from "../../tenants.ts";

let server: ServerProcess;
let game: Game;
let tenants: Tenants;
beforeAll(async () => {
  server = await startServer();
  game = new Game(server, server.token);
  tenants = await makeTenants(server.folder);
});
afterAll(async () => {
  if (server) withRows(server.folder, (rows) => expect(recountPlay(rows.database)).toEqual([]));
  await server?.remove();
});

const reportRow = (id: string) => withRows(server.folder, (rows) => rows.report(id));
const close = async (id: string): Promise<void> => {
  await withStore(
    server.folder,
    async (context) => await updateReport(context, { report: id, status: "closed" }),
  );
};
const withStack = async (stack: unknown, name = "stack"): Promise<ReportReceipt> =>
  await game.report({}, { context: { extra: { [name]: stack } } });

test("reports of one fingerprint are one issue that counts them", async () => {
  const root = await game.report({ title: "a", fingerprint: "wall" });
  const second = await game.report({ title: "b", fingerprint: "wall", severity: "critical" });
  const third = await game.report({ title: "c", fingerprint: "wall" });
  const other = await game.report({ title: "d", fingerprint: "Wall" });
  expect(root).toEqual({ id: root.id, reportId: root.id, status: "new" });
  expect(second).toEqual({ id: second.id, reportId: second.id, status: "duplicate", duplicateOf: root.id });
  expect(third.duplicateOf).toBe(root.id);
  expect(other.status).toBe("new");
  expect(reportRow(root.id)).toMatchObject({ occurrences: 3, status: "new", title: "a", severity: "medium" });
  expect(reportRow(second.id)).toMatchObject({
    occurrences: 1,
    status: "duplicate",
    title: "b",
    severity: "critical",
  });
});

test("reports of one fingerprint that arrive at once have one root", async () => {
  const reports = await Promise.all(
    Array.from({ length: 40 }, async () => await game.report({ fingerprint: "burst" })),
  );
  const roots = reports.filter(({ status }) => status === "new");
  expect(roots).toHaveLength(1);
  expect(reportRow(roots[0]!.id)["occurrences"]).toBe(40);
});

test("without fingerprint and stack every report stands alone", async () => {
  const [first, second] = [await game.report({ title: "same" }), await game.report({ title: "same" })];
  expect([first.status, second.status]).toEqual(["new", "new"]);
});

test("deduplication stays within the project and its environment", async () => {
  const fingerprint = "everywhere";
  const tokens = [server.token, tenants.otherEnvironment, tenants.otherProject, tenants.otherOrganization];
  for (const token of tokens) {
    expect((await new Game(server, token).report({ fingerprint })).status).toBe("new");
  }
  for (const token of tokens) {
    expect((await new Game(server, token).report({ fingerprint })).status).toBe("duplicate");
  }
});

describe("the stack makes an issue where no fingerprint does", () => {
  const stack = [
    "NullReferenceException: Object reference not set",
    "  at Enemy.Update () [0x00012] in /home/ci/build-1234/Assets/Enemy.cs:88",
    "  at Loop.Run (int frame) in C:\\work\\Loop.cs:line 12",
  ].join("\n");
  const moved = [
    "NullReferenceException: Object reference not set",
    "  at Enemy.Update () [0x0F0A2] in /Users/dev/game/Assets/Enemy.cs:91",
    "  at Loop.Run (int frame) in D:\\other\\place\\Loop.cs:line 14",
  ].join("\r\n");

  test("addresses, lines and folders aside", async () => {
    const root = await withStack(stack);
    expect((await withStack(moved)).duplicateOf).toBe(root.id);
    expect((await withStack(moved, "stackTrace")).duplicateOf).toBe(root.id);
    expect((await withStack(stack.split("\n"))).duplicateOf).toBe(root.id);
    expect((await withStack(stack.replace("Enemy.Update", "Enemy.Die"))).status).toBe("new");
  });

  test("taken from a linked error event, or an inline one", async () => {
    const payload = { message: "hp", stack: "enemy_ai.gd:88 @ _process()\nmain.gd:12 @ _ready()" };
    const { sessionId } = await game.play();
    const eventIds = await game.record(sessionId, 1, "error", payload);
    const root = await game.report({}, { sessionId, eventIds });
    const inline = await game.report({}, { events: [{ eventType: "error", payload }] });
    const other = await game.report({}, { events: [{ eventType: "warning", payload }] });
    expect([root.status, inline.duplicateOf, other.status]).toEqual(["new", root.id, "new"]);
  });

  test("and the fingerprint is stronger", async () => {
    const root = await game.report({ fingerprint: "mine" }, { context: { extra: { stack } } });
    expect(root.status).toBe("new");
    expect((await game.report({ fingerprint: "mine" })).duplicateOf).toBe(root.id);
  });

  test.each([
    ["one endless line", "a".repeat(1_500_000)],
    ["nothing but slashes", "/".repeat(1_500_000)],
    ["nothing but digits", "1\n".repeat(500_000)],
    ["brackets and spaces", `(${" ".repeat(1_500_000)}`],
    ["folders without end", "a/".repeat(700_000)],
    ["many long lines of digits", `${"1".repeat(400)}\n`.repeat(3_500)],
  ])("a stack of %s delays nobody", async (_name, text) => {
    const started = performance.now();
    expect((await withStack(text)).id).toBeDefined();
    expect(performance.now() - started).toBeLessThan(1_500);
  });
});

describe("an issue that was closed comes back", () => {
  test("as a new root that names the old one", async () => {
    const root = await game.report({ fingerprint: "back" });
    await game.report({ fingerprint: "back" });
    await close(root.id);
    const again = await game.report({ fingerprint: "back" });
    expect(again).toEqual({ id: again.id, reportId: again.id, status: "new", regressionOf: root.id });
    const repeat = await game.report({ fingerprint: "back" });
    expect(repeat.duplicateOf).toBe(again.id);
    expect([reportRow(root.id)["occurrences"], reportRow(again.id)["occurrences"]]).toEqual([2, 2]);
    await close(again.id);
    expect((await game.report({ fingerprint: "back" })).regressionOf).toBe(again.id);
  });

  test("once, when many arrive together", async () => {
    const root = await game.report({ fingerprint: "stampede" });
    await close(root.id);
    const reports = await Promise.all(
      Array.from({ length: 20 }, async () => await game.report({ fingerprint: "stampede" })),
    );
    expect(reports.filter(({ regressionOf }) => regressionOf === root.id)).toHaveLength(1);
    expect(reports.filter(({ status }) => status === "duplicate")).toHaveLength(19);
  });
});

test("when a root is deleted its oldest duplicate inherits", async () => {
  const [root, heir, last] = [
    await game.report({ fingerprint: "dynasty" }),
    await game.report({ fingerprint: "dynasty" }),
    await game.report({ fingerprint: "dynasty" }),
  ] as [ReportReceipt, ReportReceipt, ReportReceipt];
  await withStore(server.folder, async (context) => await deleteReport(context, { report: root.id }));
  expect((await game.report({ fingerprint: "dynasty" })).duplicateOf).toBe(heir.id);
  expect(reportRow(heir.id)).toMatchObject({ occurrences: 3, root_id: null });
  expect(reportRow(last.id)["root_id"]).toBe(
    withRows(server.folder, (rows) => rows.rowOf("report", heir.id)),
  );
});
