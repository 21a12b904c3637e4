import { afterEach, beforeEach, expect, test } from "vitest";
import { dayOf } from "@hearth/core/identity/public-id";
import { severities } from "@hearth/core/games/vocabulary";
import type { StoreContext } from "../../context.ts";
import type { PlayRows } from "../questions/fixtures/play-plan.ts";
import { PlayWorld } from "../questions/fixtures/play-world.ts";
import { Random } from "../questions/fixtures/random.ts";
import { recountPlay } from "../recount.ts";
import { updateReport } from "./update-report.ts";
import { updateReports, type ReportChange } from "./update-reports.ts";

const now = Date.UTC(2026, 10, 22, 12, 34, 56);
let world: PlayWorld;
let rows: PlayRows;

beforeEach(() => {
  world = new PlayWorld(now);
  rows = world.settle({ sessions: 300 });
});
afterEach(() => world.close());

type Report = PlayRows["reports"][number];
const idOf = (report: Report) => world.context.ids.encode("report", dayOf(report.created_at), report.id);
const roots = () => rows.reports.filter((report) => report.root_id === null);

/** As the writer runs a command: all of it or none. */
const update = (change: Omit<ReportChange, "project">, context: StoreContext = world.context) =>
  context.db.transaction().execute((db) => updateReports({ ...context, db }, { project: "game", ...change }));
const stored = (report: Report) =>
  world.context.db
    .selectFrom("play_reports")
    .select(["severity", "status"])
    .where("id", "=", report.id)
    .executeTakeFirstOrThrow();

test("several at once, and the roll-up moves with them", async () => {
  const random = new Random(7);
  for (let round = 0; round < 20; round++) {
    const some = roots().filter(() => random.chance(0.3));
    const change = {
      ...(random.chance(0.7) ? { severity: random.of(severities) } : {}),
      status: random.of(["new", "triaged", "closed"] as const),
    };
    if (some.length === 0) continue;
    const { items } = await update({ reports: some.map(idOf), ...change });
    expect(new Set(items.map((item) => item.id))).toEqual(new Set(some.map(idOf)));
    expect(await stored(some[0]!)).toMatchObject(change);
    expect(recountPlay(world.database)).toEqual([]);
  }
});

test("a severity can be changed on a duplicate, a status cannot", async () => {
  const duplicate = rows.reports.find((report) => report.root_id !== null)!;
  await update({ reports: [idOf(duplicate)], severity: "low" });
  expect(await stored(duplicate)).toEqual({ severity: "low", status: "duplicate" });
  const mixed = update({ reports: [idOf(roots()[0]!), idOf(duplicate)], status: "closed" });
  await expect(mixed).rejects.toMatchObject({ code: "conflict" });
  expect((await stored(roots()[0]!)).status).toBe(roots()[0]!.status);
  expect(recountPlay(world.database)).toEqual([]);
});

test("one report by its id alone", async () => {
  const report = roots().find(({ status }) => status !== "triaged")!;
  expect(await updateReport(world.context, { report: idOf(report), status: "triaged" })).toEqual({
    id: idOf(report),
    severity: report.severity,
    status: "triaged",
  });
  const theirs = updateReport(world.stranger, { report: idOf(report), status: "closed" });
  await expect(theirs).rejects.toMatchObject({ code: "not_found" });
});

test("an unknown report among several is named, and nothing is changed", async () => {
  const unknown = world.context.ids.encode("report", dayOf(now), 999_999);
  const [known] = roots();
  const refused = update({ reports: [idOf(known!), unknown], severity: "high" });
  await expect(refused).rejects.toMatchObject({
    code: "not_found",
    details: [{ path: "reports", message: expect.stringContaining(unknown) }],
  });
  expect((await stored(known!)).severity).toBe(known!.severity);
  await expect(update({ reports: [idOf(known!)], severity: "high" }, world.stranger)).rejects.toMatchObject({
    code: "not_found",
  });
});

test.each([
  { name: "nothing to change", change: {} },
  { name: "a status set by hand that only intake gives", change: { status: "duplicate" as const } },
  { name: "no report", change: { status: "closed" as const, reports: [] } },
])("$name is refused", async ({ change }) => {
  const asked = update({ reports: [idOf(roots()[0]!)], ...change });
  await expect(asked).rejects.toMatchObject({ code: "invalid_request" });
});
