import { afterAll, beforeAll, expect, test } from "vitest";
import { dayOf } from "@hearth/core/identity/public-id";
import { stringify } from "../../json-text.ts";
import type { PlayRows } from "./fixtures/play-plan.ts";
import { PlayWorld } from "./fixtures/play-world.ts";
import { walk } from "./fixtures/walk.ts";
import { getReport } from "./get-report.ts";
import { listReportDuplicates } from "./list-report-duplicates.ts";

const now = Date.UTC(2026, 10, 22, 12, 34, 56);
let world: PlayWorld;
let rows: PlayRows;

beforeAll(() => {
  world = new PlayWorld(now);
  rows = world.makeUp({ sessions: 700 });
  const [closed, again] = rows.reports.filter((report) => report.root_id === null);
  again!.regression_of = closed!.id;
  world.store(rows);
});
afterAll(() => world.close());

type Report = PlayRows["reports"][number];
const idOf = (report: Report) => world.context.ids.encode("report", dayOf(report.created_at), report.id);
const ask = (report: Report) => getReport(world.context, { report: idOf(report) });
const byId = (id: number) => rows.reports.find((report) => report.id === id)!;

test("every report answers what was stored of it", async () => {
  for (const report of rows.reports) {
    const shown = await ask(report);
    const files = rows.attachments.filter((file) => file.report_id === report.id);
    const uploads = files.map((file) => rows.uploads.find((upload) => upload.id === file.upload_id)!);
    const links = rows.reportEvents.filter((link) => link.report_id === report.id);
    expect(shown).toMatchObject({
      id: idOf(report),
      title: report.title,
      description: report.description,
      fingerprint: report.fingerprint,
      severity: report.severity,
      status: report.status,
      occurrences: report.occurrences,
      files: {
        declared: files.length,
        arrived: uploads.filter((upload) => upload.arrived_at !== null).length,
      },
      eventCount: links.length,
    });
    expect(shown.attachments.map((file) => [file.fileName, file.bytes, file.declaredBytes])).toEqual(
      uploads.map((upload) => [upload.file_name, upload.bytes, upload.declared_bytes]),
    );
    expect(shown.events).toHaveLength(links.length);
    expect(shown.session?.id ?? null).toBe(
      report.session_id === null
        ? null
        : world.context.ids.encode(
            "session",
            dayOf(rows.sessions.find((session) => session.id === report.session_id)!.started_at),
            report.session_id,
          ),
    );
    expect(stringify(shown)).toContain(`"context":${report.context}`);
  }
});

test("a duplicate names its root, the root its duplicates", async () => {
  const duplicate = rows.reports.find((report) => report.root_id !== null)!;
  const root = byId(duplicate.root_id!);
  expect((await ask(duplicate)).root).toMatchObject({ id: idOf(root), occurrences: root.occurrences });
  const shown = await ask(root);
  expect(shown.duplicateCount).toBe(root.occurrences - 1);
  expect(shown.duplicates).toHaveLength(Math.min(20, root.occurrences - 1));
  const all = rows.reports.filter((report) => report.root_id === root.id).map(idOf);
  for (const order of ["asc", "desc"] as const) {
    const { items, totals } = await walk(listReportDuplicates, world.context, {
      report: idOf(root),
      order,
      limit: 2,
    });
    expect(items.map((item) => item.id)).toEqual(order === "asc" ? all : all.toReversed());
    expect(totals).toEqual([all.length]);
  }
});

test("an issue that came back names the closed one", async () => {
  const again = rows.reports.find((report) => report.regression_of !== null)!;
  expect((await ask(again)).regressionOf).toMatchObject({ id: idOf(byId(again.regression_of!)) });
});

test("of very many events the first 200 are shown, and all counted", async () => {
  const report = rows.reports.find((report) =>
    rows.reportEvents.every((link) => link.report_id !== report.id),
  )!;
  const events = rows.events.slice(0, 250);
  world.insert(
    "play_report_events",
    events.map((event, position) => ({ report_id: report.id, position, event_id: event.id })),
  );
  const shown = await ask(report);
  expect(shown.events).toHaveLength(200);
  expect(shown.eventCount).toBe(250);
});

test("a report of another organization is not found, like an unknown one", async () => {
  const unknown = world.context.ids.encode("report", dayOf(now), 999_999);
  for (const question of [getReport, listReportDuplicates]) {
    await expect(question(world.stranger, { report: idOf(rows.reports[0]!) })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(question(world.context, { report: unknown })).rejects.toMatchObject({ code: "not_found" });
  }
});
