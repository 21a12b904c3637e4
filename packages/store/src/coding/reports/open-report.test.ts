import { afterAll, describe, expect, test } from "vitest";
import { foreignTeam, ownTeam, UsageWorld } from "./fixtures/usage-world.ts";
import type { ReportRequest } from "./report-request.ts";
import { usageReport } from "./usage-report.ts";

const world = new UsageWorld("Europe/Berlin", Date.UTC(2026, 5, 1));
afterAll(() => world.close());

const ask = async (request: ReportRequest) => await usageReport(world.context(), request);

test.each([
  ["2026-03-29", "2026-03-30", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
  [
    "2026-03-29T10:07:00Z",
    "2026-03-29T10:07:00.001Z",
    "2026-03-29T10:00:00.000Z",
    "2026-03-29T10:15:00.000Z",
  ],
  [
    "2026-03-29T10:15:00+02:00",
    "2026-03-29T10:30:00+02:00",
    "2026-03-29T08:15:00.000Z",
    "2026-03-29T08:30:00.000Z",
  ],
])("%s to %s is counted from %s to %s", async (from, to, first, end) => {
  const { period } = await ask({ from, to });
  expect(period).toEqual({ from: first, to: end, time_zone: "Europe/Berlin" });
});

test("rows by date are without gap, and a week is dated by its Monday", async () => {
  const days = await ask({ from: "2026-02-27", to: "2026-03-03" });
  expect(days.data.map((row) => "date" in row && row.date)).toEqual([
    "2026-02-27",
    "2026-02-28",
    "2026-03-01",
    "2026-03-02",
  ]);
  const weeks = await ask({ from: "2026-01-01", to: "2026-01-13", group_by: "week" });
  expect(weeks.data.map((row) => "date" in row && row.date)).toEqual([
    "2025-12-29",
    "2026-01-05",
    "2026-01-12",
  ]);
  const months = await ask({ from: "2025-12-31", to: "2026-02-01", group_by: "month" });
  expect(months.data.map((row) => "date" in row && row.date)).toEqual(["2025-12-01", "2026-01-01"]);
});

describe("is refused", () => {
  const good = { from: "2026-01-01", to: "2026-02-01" };
  test.each<[ReportRequest, string, string]>([
    [{ to: "2026-02-01" }, "from", "is required"],
    [{ from: "2026-02-01" }, "to", "is required"],
    [{ ...good, from: "yesterday" }, "from", "must be an ISO 8601 time"],
    [{ ...good, from: "2026-02-30" }, "from", "must be an ISO 8601 time"],
    [{ ...good, to: "2026-01-01" }, "to", "must be later than from"],
    [{ ...good, to: "2025-12-31T22:59:59Z" }, "to", "must be later than from"],
    [{ from: "1970-01-01", to: "1980-01-01" }, "to", "must be later than from"],
    [{ from: "9998-12-31", to: "9999-12-31" }, "to", "must be later than from"],
    [{ from: "2000-01-01", to: "2026-01-01" }, "group_by", "would have 9497 rows, and 4000 is the most"],
  ])("%j", async (request, path, message) => {
    await expect(ask(request)).rejects.toMatchObject({
      code: "invalid_request",
      details: [{ path, message }],
    });
  });

  test.each([
    ["another organization's", 1, "live", foreignTeam],
    ["one that is not there", 1, "live", "team_none"],
    ["live data's in test data", 1, "test", ownTeam],
    ["the other way round another's", 2, "live", ownTeam],
  ] as const)("a team: %s", async (_which, organizationId, mode, team) => {
    const asking = usageReport(world.context(organizationId, mode), { ...good, team_id: team });
    await expect(asking).rejects.toMatchObject({ code: "not_found", details: [{ path: "team_id" }] });
  });
});

test("a long time is no trouble by month", async () => {
  const { data, period } = await ask({ from: "0001-01-01", to: "9999-12-31", group_by: "month" });
  expect(period).toMatchObject({ from: "2000-01-01T00:00:00.000Z", to: "2200-01-01T00:00:00.000Z" });
  // In Berlin the last quarter hours of it are of another year.
  expect(data).toHaveLength(2_401);
});
