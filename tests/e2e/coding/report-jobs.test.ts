import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectApiRefusal } from "../../api-refusal.ts";
import { unlimited } from "../../coding/server-pair.ts";
import { type ServerProcess, startServer } from "../../server-process.ts";
import { withStore } from "../../store-access.ts";
import { until } from "../../until.ts";
import { type AskApi, apiAsker, makeKey } from "./api-asker.ts";
import { callItem, makeDevice, type Results, statusesOf } from "./engine-client.ts";

interface Report {
  readonly period: { readonly from: string; readonly to: string; readonly time_zone: string };
  readonly totals: Readonly<Record<string, number>>;
  readonly data: readonly Readonly<Record<string, unknown>>[];
}
interface Job {
  readonly id: string;
  readonly report: string;
  readonly status: string;
  readonly finished_at: string | null;
  readonly result: Report | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

const zone = "Asia/Kathmandu";
const hour = 3_600_000;
const start = Date.UTC(2026, 1, 27, 15, 40);
/** Every five hours and a bit for a month: each a session of its own. */
const calls = Array.from({ length: 140 }, (_none, index) => ({
  user: index % 3 === 0 ? "ana" : "ben",
  ts: start + index * (5 * hour + 17 * 60_000),
  tokens_in: 1_000 + index,
  tokens_out: 10 + index,
}));
const range = { from: "2026-02-28", to: "2026-03-28" };

let server: ServerProcess;
let ask: AskApi;
beforeAll(async () => {
  server = await startServer({ settings: unlimited });
  ask = apiAsker(server, server.key);
  await withStore(server.folder, async ({ db, organizationId }) => {
    await db.updateTable("organizations").set({ time_zone: zone }).where("id", "=", organizationId).execute();
  });
  for (const user of ["ana", "ben"]) {
    const { engine } = await makeDevice(server, user);
    const signals = calls
      .filter((call) => call.user === user)
      .map(({ ts, tokens_in, tokens_out }) =>
        callItem(`${user} ${ts}`, {
          ts,
          backfill: true,
          metadata: { model: "claude-opus-4-5", tokens_in, tokens_out },
        }),
      );
    const answer = await engine.call<Results>("/signals/batch", { body: { signals } });
    expect(new Set(statusesOf(answer))).toEqual(new Set(["stored"]));
  }
});
afterAll(async () => await server.remove());

const queryOf = (members: Readonly<Record<string, string>>): string => `?${new URLSearchParams(members)}`;
const get = async (path: string, members: Readonly<Record<string, string>>): Promise<Report> => {
  const { status, body, bytes } = await ask<Report>("GET", path + queryOf(members));
  expect(status, bytes.toString("utf8")).toBe(200);
  return body;
};
const finished = async (id: string): Promise<Job> =>
  await until(`${id} is done`, async () => {
    const { status, body } = await ask<Job>("GET", `/reports/jobs/${id}`);
    expect(status).toBe(200);
    return body.finished_at !== null && body;
  });

test("days are those of the organization's time zone, over HTTP too", async () => {
  const clock = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
  const byDay = Map.groupBy(calls, ({ ts }) => clock.format(ts));
  const { period, data, totals } = await get("/reports/usage", range);
  expect(period).toEqual({
    from: "2026-02-27T18:15:00.000Z",
    to: "2026-03-27T18:15:00.000Z",
    time_zone: zone,
  });
  expect(data).toHaveLength(28);
  for (const row of data) {
    const own = byDay.get(String(row["date"]))!;
    expect(row).toMatchObject({
      events: own.length,
      sessions: own.length,
      tokens_in: own.reduce((sum, { tokens_in: tokens }) => sum + tokens, 0),
      tokens_out: own.reduce((sum, { tokens_out: tokens }) => sum + tokens, 0),
    });
  }
  expect(totals["events"]).toBe(data.reduce((sum, { events }) => sum + Number(events), 0));
  const ben = await get("/reports/usage", { ...range, user_id: "ben", group_by: "user" });
  expect(ben.data.map((row) => row["user_id"])).toEqual(["ben"]);
});

test.each([
  ["a query", "user", { ...range, group_by: "user", async: "true" }, undefined],
  ["a body", "project", {}, { ...range, group_by: "project", unknown: true }],
  ["both", "week", { async: "true", group_by: "week", from: range.from }, { ...range, group_by: "day" }],
])("a job that is asked for with %s comes to what GET answers", async (_with, grouping, query, body) => {
  const asked = ["usage", "cost", "models"].map(async (report) => {
    const made = await ask<Job>("POST", `/reports/${report}${queryOf(query)}`, body);
    expect(made.status, made.bytes.toString("utf8")).toBe(202);
    expect(made.body).toMatchObject({
      report,
      status: "queued",
      finished_at: null,
      result: null,
      error: null,
    });
    const done = await finished(made.body.id);
    expect(done).toMatchObject({ id: made.body.id, report, status: "done", error: null });
    expect(done.result).toEqual(await get(`/reports/${report}`, { ...range, group_by: grouping }));
  });
  await Promise.all(asked);
});

describe("is refused:", () => {
  test.each<[string, string, object | string | undefined, string]>([
    ["no end", "?from=2026-01-01", undefined, "to"],
    ["nothing at all", "", undefined, "from"],
    ["not apart", `${queryOf(range)}&async=false`, undefined, "async"],
    ["a parameter that is not known", `${queryOf(range)}&groupby=day`, undefined, "groupby"],
    ["an unknown grouping", "", { ...range, group_by: "hour" }, "group_by"],
    ["a number for a time", "", { ...range, from: 5 }, "from"],
    ["an empty filter", `${queryOf(range)}&user_id=`, undefined, "user_id"],
  ])("%s", async (_what, query, body, path) => {
    expectApiRefusal(await ask("POST", `/reports/usage${query}`, body), 400, path);
  });

  test("a body that is no object", async () => {
    for (const body of ["[]", "5", "{"]) expectApiRefusal(await ask("POST", "/reports/usage", body), 400);
  });

  test("a job of the other mode, or none", async () => {
    const { body } = await ask<Job>("POST", `/reports/models${queryOf(range)}`);
    const trial = apiAsker(server, await makeKey(server.folder, "test", "read:reports"));
    expectApiRefusal(await trial("GET", `/reports/jobs/${body.id}`), 404, "job");
    expectApiRefusal(await ask("GET", "/reports/jobs/job_0"), 404, "job");
    const own = await trial<Job>("POST", `/reports/usage${queryOf(range)}`);
    expect(own.status).toBe(202);
    const { result } = await until("it is done", async () => {
      const job = await trial<Job>("GET", `/reports/jobs/${own.body.id}`);
      return job.body.status === "done" && job.body;
    });
    expect(result!.totals["events"]).toBe(0);
  });

  test("a key without the scope", async () => {
    const other = apiAsker(server, await makeKey(server.folder, "live", "read:sessions"));
    expectApiRefusal(await other("GET", `/reports/usage${queryOf(range)}`), 403);
    expectApiRefusal(await other("POST", `/reports/usage${queryOf(range)}`), 403);
    expectApiRefusal(await other("GET", "/reports/jobs/job_0"), 403);
  });
});

test("jobs that a killed server left behind are computed by the next; one that cannot be says so", async () => {
  const team = await ask<{ id: string }>("POST", "/teams", { name: "Short-lived" });
  expect(server.log).toBe("");
  await server.kill();
  const made = await withStore(server.folder, async ({ db, organizationId, now }) => {
    const requests = [
      { status: "running", request: { ...range, from: "2026-03-01" } },
      { status: "queued", request: { ...range, from: "2026-03-02" } },
      { status: "queued", request: { ...range, team_id: team.body.id } },
    ] as const;
    const jobs = requests.map(({ status, request }, index) => ({
      organization_id: organizationId,
      test: 0,
      public_id: `job_00000000000000f${index}`,
      kind: "cost",
      input: JSON.stringify(request),
      status,
      result: null,
      created_at: now,
      finished_at: null,
    }));
    await db.insertInto("coding_jobs").values(jobs).execute();
    await db.deleteFrom("teams").where("public_id", "=", team.body.id).execute();
    return jobs.map((job) => job.public_id);
  });
  await server.start();
  ask = apiAsker(server, server.key);
  const [first, second, third] = await Promise.all(made.map(finished));
  expect(first).toMatchObject({
    status: "done",
    result: await get("/reports/cost", { ...range, from: "2026-03-01" }),
  });
  expect(second).toMatchObject({
    status: "done",
    result: await get("/reports/cost", { ...range, from: "2026-03-02" }),
  });
  expect(third).toMatchObject({
    status: "failed",
    result: null,
    error: { code: "not_found", message: expect.stringContaining(team.body.id) as string },
  });
  expect(server.log).toMatch(/^\{.*"msg":"report failed"\}\n$/);
});
