import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HearthError } from "@hearth/core/errors";
import { reportStatuses, severities } from "@hearth/core/games/vocabulary";
import { queryWords, searchWords } from "@hearth/core/games/search-words";
import { dayOf } from "@hearth/core/identity/public-id";
import { alonePlusPairs, type FilterCase } from "./fixtures/filter-case.ts";
import { plansOf } from "./fixtures/plans-of.ts";
import type { PlayRows } from "./fixtures/play-plan.ts";
import { identifier, PlayWorld } from "./fixtures/play-world.ts";
import { walk } from "./fixtures/walk.ts";
import { listReports, type ReportList } from "./list-reports.ts";

const now = Date.UTC(2026, 10, 22, 12, 34, 56);
const hour = 3_600_000;
let world: PlayWorld;
let rows: PlayRows;

beforeAll(() => {
  world = new PlayWorld(now);
  rows = world.settle({ sessions: 1200 });
  world.settle({ sessions: 100, projectId: 2, firstId: 100_000 });
});
afterAll(() => world.close());

type Report = PlayRows["reports"][number];
const iso = (at: number) => new Date(at).toISOString();
const idOf = (report: Report, { context }: PlayWorld = world) =>
  context.ids.encode("report", dayOf(report.created_at), report.id);
const exportsOf = (report: Report) => rows.exports.filter((sent) => sent.report_id === report.id);
const filesOf = (report: Report) => rows.attachments.filter((file) => file.report_id === report.id);
const wordsOf = ({ title, description, scene, fingerprint }: Report) =>
  searchWords([title, description, scene, fingerprint].filter((text) => text !== null));
const reporting = () => rows.sessions.find((session) => session.report_count > 0)!;

const cases: FilterCase<Partial<ReportList>, Report>[] = [
  ...severities.map((severity) => ({
    name: severity,
    input: () => ({ severity }),
    keeps: (report: Report) => report.severity === severity,
  })),
  ...reportStatuses.map((status) => ({
    name: status,
    input: () => ({ status }),
    keeps: (report: Report) => report.status === status,
  })),
  {
    name: "environment",
    input: () => ({ environment: "Development" }),
    keeps: (report) => report.environment_id === 11,
  },
  { name: "version", input: () => ({ version: "1.14.2" }), keeps: (report) => report.version === "1.14.2" },
  {
    name: "platform",
    input: () => ({ platform: "Windows" }),
    keeps: (report) => report.platform === "windows",
  },
  { name: "channel", input: () => ({ channel: "beta" }), keeps: (report) => report.channel === "beta" },
  {
    name: "build",
    input: () => ({
      build: world.context.ids.encode("build", dayOf(rows.builds[3]!.created_at), rows.builds[3]!.id),
    }),
    keeps: (report) => report.build_id === rows.builds[3]!.id,
  },
  {
    name: "session",
    input: () => ({
      session: world.context.ids.encode("session", dayOf(reporting().started_at), reporting().id),
    }),
    keeps: (report) => report.session_id === reporting().id,
  },
  {
    name: "exports sent",
    input: () => ({ exportStatus: "sent" }),
    keeps: (report) => exportsOf(report).some(({ status }) => status === "sent"),
  },
  {
    name: "never exported",
    input: () => ({ exportStatus: "none" }),
    keeps: (report) => exportsOf(report).length === 0,
  },
  {
    name: "provider",
    input: () => ({ provider: "jira" }),
    keeps: (report) => exportsOf(report).some(({ provider }) => provider === "jira"),
  },
  {
    name: "from",
    input: () => ({ from: iso(now - 70.3 * hour) }),
    keeps: (report) => report.created_at >= now - 70.3 * hour,
  },
  {
    name: "to",
    input: () => ({ to: iso(now - 30.5 * hour) }),
    keeps: (report) => report.created_at < now - 30.5 * hour,
  },
  ...["freezes", "FELL floor", "hub 3", "sav corr crystal", "nothing-like-it", "!?"].map((q) => ({
    name: `q=${q}`,
    input: () => ({ q }),
    keeps: (report: Report) =>
      queryWords(q).length > 0 &&
      queryWords(q).every((word) => wordsOf(report).some((own) => own.startsWith(word))),
  })),
  {
    name: "q=an id",
    input: () => ({ q: idOf(rows.reports[5]!) }),
    keeps: (report) => report.id === rows.reports[5]!.id,
  },
];

// Both filters of exports together mean one export: see below.
const combined = alonePlusPairs(cases).filter(({ name }) => !/export.*provider/.test(name));

test.each(combined)("$name: as a plain filter finds, sorts and counts", async ({ input, keeps }) => {
  const expected = rows.reports
    .filter(keeps)
    .toSorted((a, b) => b.created_at - a.created_at || b.id - a.id)
    .map((report) => idOf(report));
  const { items, totals } = await walk(listReports, world.context, {
    project: "game",
    ...input(),
    limit: 70,
  });
  expect(items.map((item) => item.id)).toEqual(expected);
  expect(totals).toEqual([expected.length]);
});

test.each([
  {
    exportStatus: "sent" as const,
    keeps: (sent: PlayRows["exports"]) =>
      sent.some((one) => one.provider === "jira" && one.status === "sent"),
  },
  {
    exportStatus: "none" as const,
    keeps: (sent: PlayRows["exports"]) => sent.every((one) => one.provider !== "jira"),
  },
])("exports to one provider, $exportStatus", async ({ exportStatus, keeps }) => {
  const { items, totals } = await walk(listReports, world.context, {
    project: "game",
    provider: "jira",
    exportStatus,
  });
  const expected = rows.reports.filter((report) => keeps(exportsOf(report)));
  expect(new Set(items.map((item) => item.id))).toEqual(new Set(expected.map((report) => idOf(report))));
  expect(totals).toEqual([expected.length]);
});

test("a report is shown with its files, events and exports counted", async () => {
  const report = rows.reports.find((report) => filesOf(report).length > 1 && report.root_id !== null)!;
  const { items } = await walk(listReports, world.context, { project: "game", limit: 200 });
  const files = filesOf(report).map((file) => rows.uploads.find((upload) => upload.id === file.upload_id)!);
  expect(items.find((item) => item.id === idOf(report))).toMatchObject({
    title: report.title,
    excerpt: report.description,
    status: "duplicate",
    rootId: idOf(rows.reports.find((root) => root.id === report.root_id)!),
    files: { declared: files.length, arrived: files.filter((file) => file.arrived_at !== null).length },
    events: rows.reportEvents.filter((link) => link.report_id === report.id).length,
    exports: exportsOf(report).map(({ provider, status }) => ({ provider, status })),
    environment: { id: identifier("env", report.environment_id) },
    occurrences: 1,
    createdAt: iso(report.created_at),
  });
});

describe.each(["asc", "desc"] as const)("a walk in %s order", (order) => {
  test("shows what was there when it began, each once, while reports are added", async () => {
    const busy = new PlayWorld(now);
    const before = busy.settle({ sessions: 600 });
    let added = 0;
    const { items } = await walk(listReports, busy.context, { project: "game", order, limit: 20 }, () => {
      const firstId = 10_000 + 1000 * added++;
      const { reports } = busy.makeUp({ sessions: 40, seed: firstId, firstId });
      busy.store({ reports });
    });
    const shown = items.map((item) => item.id);
    expect(new Set(shown).size).toBe(shown.length);
    expect(before.reports.map((report) => idOf(report, busy)).filter((id) => !shown.includes(id))).toEqual(
      [],
    );
    busy.close();
  });
});

test("another organization sees its own reports only", async () => {
  const { items } = await walk(listReports, world.stranger, { project: "game" });
  const ours = new Set(rows.reports.map((report) => idOf(report)));
  expect(items.length).toBeGreaterThan(0);
  expect(items.filter((item) => ours.has(item.id))).toEqual([]);
  const { items: found } = await walk(listReports, world.stranger, {
    project: "game",
    q: idOf(rows.reports[0]!),
  });
  expect(found).toEqual([]);
  const session = world.context.ids.encode("session", dayOf(reporting().started_at), reporting().id);
  await expect(listReports(world.stranger, { project: "game", session })).rejects.toThrow(HearthError);
});

test.each(cases.filter(({ name }) => !/^q=|session/.test(name)))(
  "$name: the first page and the next are read from an index in its order",
  async ({ input }) => {
    const { nextCursor } = await listReports(world.context, { project: "game", ...input(), limit: 1 });
    const plans = await plansOf(world, async (context) => {
      await listReports(context, { project: "game", limit: 1, ...input() });
      if (nextCursor !== null) await listReports(context, { project: "game", limit: 1, cursor: nextCursor });
    });
    const pages = plans.filter(({ sql }) => /from "play_reports".* order by/.test(sql));
    expect(pages.length).toBeGreaterThan(0);
    for (const { sql, plan } of pages) expect(plan, sql).not.toMatch(/TEMP B-TREE|SCAN play_reports/);
  },
);
