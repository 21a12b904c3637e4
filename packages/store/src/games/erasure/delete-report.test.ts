import { afterEach, beforeEach, expect, test } from "vitest";
import { dayOf } from "@hearth/core/identity/public-id";
import { keyHash } from "../key-hash.ts";
import { recountPlay, repairRollups } from "../recount.ts";
import { deleteReport } from "./delete-report.ts";
import { createWorld, type PlayWorld, today } from "./fixture/play-world.ts";
import { RowWriter } from "./fixture/row-writer.ts";

let world: PlayWorld;
let writer: RowWriter;
beforeEach(() => {
  world = createWorld();
  writer = new RowWriter(world.database);
});
afterEach(() => world.close());

interface Filed {
  readonly root_id?: number;
  readonly status?: string;
  readonly regression_of?: number;
}

/** Files report `id` of one issue, `id` seconds before today's noon, and answers its public id. */
function file(id: number, over: Filed = {}): string {
  writer.insert("play_reports", {
    id,
    project_id: 1,
    environment_id: 1,
    session_id: null,
    build_id: null,
    title: "Broke",
    severity: "high",
    status: over.root_id === undefined ? "new" : "duplicate",
    reporter_type: "player",
    dedupe_key: "crash",
    root_id: null,
    regression_of: null,
    occurrences: 1,
    last_seen_at: today + id,
    created_at: today + id,
    ...over,
  });
  writer.insert("play_keys", {
    project_id: 1,
    hash: keyHash("report", `of ${id}`),
    kind: "report",
    row_id: id,
    day: dayOf(today),
    deleted: 0,
  });
  repairRollups(world.database);
  return world.ids.encode("report", dayOf(today), id);
}

function attach(report: number, upload: number, position = 0): void {
  writer.run(
    `insert or ignore into play_uploads values
      (?, 1, 1, null, 1, 'screenshot', 'a.png', null, null, ?, 0, 0, 1, 1)`,
    upload,
    `uploads/${upload}`,
  );
  writer.insert("play_report_attachments", { report_id: report, position, upload_id: upload });
}

const reports = () =>
  world.database
    .prepare(
      "select id, root_id, status, regression_of, occurrences, last_seen_at from play_reports order by id",
    )
    .all();

test("a duplicate that goes lowers its root's occurrences and when it was last seen", async () => {
  file(1, { status: "triaged" });
  file(2, { root_id: 1 });
  const newest = file(3, { root_id: 1 });
  expect(await world.order(deleteReport, { report: newest })).toMatchObject({ reports: 1 });
  expect(reports()).toMatchObject([{ id: 1, occurrences: 2, status: "triaged" }, { id: 2 }]);
  writer.run("update play_reports set last_seen_at = 0 where id = 1");
  await world.order(deleteReport, { report: world.ids.encode("report", dayOf(today), 2) });
  expect(reports()).toMatchObject([{ id: 1, occurrences: 1, last_seen_at: today + 1 }]);
  expect(recountPlay(world.database)).toEqual([]);
});

test("of a root the oldest duplicate inherits, and what came back from it follows", async () => {
  file(1, { status: "closed" });
  const root = file(2, { regression_of: 1, status: "closed" });
  file(3, { root_id: 2 });
  file(4, { root_id: 2 });
  file(5, { regression_of: 2 });
  writer.run("update play_reports set last_seen_at = ? where id = 2", today + 4);
  await world.order(deleteReport, { report: root });
  expect(reports()).toEqual([
    { id: 1, root_id: null, status: "closed", regression_of: null, occurrences: 1, last_seen_at: today + 1 },
    { id: 3, root_id: null, status: "closed", regression_of: 1, occurrences: 2, last_seen_at: today + 4 },
    { id: 4, root_id: 3, status: "duplicate", regression_of: null, occurrences: 1, last_seen_at: today + 4 },
    { id: 5, root_id: null, status: "new", regression_of: 3, occurrences: 1, last_seen_at: today + 5 },
  ]);
  expect(recountPlay(world.database)).toEqual([]);
  await world.order(deleteReport, { report: world.ids.encode("report", dayOf(today), 3) });
  await world.order(deleteReport, { report: world.ids.encode("report", dayOf(today), 4) });
  expect(reports()).toMatchObject([{ id: 1 }, { id: 5, regression_of: null }]);
  expect(recountPlay(world.database)).toEqual([]);
});

test("its files go but for one that another report names, and its key stays closed", async () => {
  const report = file(1);
  file(2);
  attach(1, 7);
  attach(1, 8, 1);
  attach(2, 8);
  expect(await world.order(deleteReport, { report })).toMatchObject({ reports: 1, uploads: 1 });
  expect(world.database.prepare("select storage_key from file_removals").pluck().all()).toEqual([
    "uploads/7",
  ]);
  expect(world.database.prepare("select id from play_uploads").pluck().all()).toEqual([8]);
  const keys = world.database.prepare("select row_id, deleted from play_keys order by row_id").all();
  expect(keys).toEqual([
    { row_id: 1, deleted: 1 },
    { row_id: 2, deleted: 0 },
  ]);
});

test("what is unknown, deleted, of another kind or another organization is not found, all alike", async () => {
  const own = file(1);
  const other = file(2);
  await world.order(deleteReport, { report: own });
  const wrongDay = world.ids.encode("report", dayOf(today) + 1, 2);
  const session = world.ids.encode("session", dayOf(today), 2);
  for (const report of [own, wrongDay, session, "nonsense", ""]) {
    const message = `There is no report ${report} in this organization: check the id, and whether it was deleted before.`;
    const refusal = { code: "not_found", message };
    await expect(world.order(deleteReport, { report })).rejects.toMatchObject(refusal);
  }
  const foreign = world.order(deleteReport, { report: other }, { organizationId: 2 });
  await expect(foreign).rejects.toMatchObject({ code: "not_found" });
  expect(reports()).toHaveLength(1);
});
