import { Kysely, SqliteDialect } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Schema } from "../../schema.ts";
import { usagePlan } from "./fixtures/usage-plan.ts";
import { ownTeam, UsageWorld } from "./fixtures/usage-world.ts";
import { costReport } from "./cost-report.ts";
import type { ReportRequest } from "./report-request.ts";

const world = new UsageWorld("Asia/Kathmandu", Date.UTC(2026, 5, 1));
beforeAll(() => world.count(usagePlan(1, Date.UTC(2026, 0, 1), Date.UTC(2026, 3, 1), 300)));
afterAll(() => world.close());

/** A statement's table and how it is read, for each that a report makes. */
async function plansOf(request: ReportRequest): Promise<{ sql: string; plan: string }[]> {
  const asked: { sql: string; parameters: readonly unknown[] }[] = [];
  const db = new Kysely<Schema>({
    dialect: new SqliteDialect({ database: world.database }),
    log: ({ query: { sql, parameters } }) => void asked.push({ sql, parameters }),
  });
  await costReport({ ...world.context(), db }, request);
  return asked.map(({ sql, parameters }) => {
    const steps = world.database
      .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
      .all(...parameters);
    return { sql, plan: steps.map(({ detail }) => detail).join("\n") };
  });
}

const borders = { from: "2026-01-10T00:00:00Z", to: "2026-03-20T12:00:00Z" };
const key = "organization_id=? AND test=? AND level=? AND subject_id=? AND period>? AND period<?";
const byKey = `SEARCH coding_usage USING PRIMARY KEY (${key})`;
const byQuarter =
  "SEARCH coding_usage USING INDEX coding_usage_by_quarter (organization_id=? AND test=? AND period>? AND period<?)";

test.each<[string, Partial<ReportRequest>, string]>([
  ["everything", {}, byQuarter],
  ["everything by month", { group_by: "month" }, byQuarter],
  ["everything by model", { group_by: "model" }, byQuarter],
  ["everything by user", { group_by: "user" }, byKey],
  ["one user's", { user_id: "ana" }, byKey],
  ["one project's by user", { project_id: "web", group_by: "user" }, byKey],
  ["a team's by month", { team_id: ownTeam, group_by: "month" }, byKey],
])("%s is read by subject and period, quarter hours too", async (_what, choices, ofQuarters) => {
  const plans = await plansOf({ ...borders, ...choices });
  const usage = plans.filter(({ sql }) => sql.includes('from "coding_usage"'));
  expect(usage.length).toBeGreaterThanOrEqual(3);
  for (const { sql, plan } of usage) {
    expect(plan).toContain(sql.includes('"level" = 0') ? ofQuarters : byKey);
    expect(plan).not.toContain("SCAN");
  }
  for (const { sql, plan } of plans.filter(({ sql }) => !sql.includes('from "coding_usage"'))) {
    expect(plan, sql).not.toContain("SCAN");
  }
});
