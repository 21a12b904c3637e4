import { expect, test } from "vitest";
import { clientOf } from "../fixtures/client-of.ts";
import { json, keepSilent, scriptedServer } from "../fixtures/scripted-server.ts";

const asked = { from: "2025-05-01", to: new Date("2025-06-01T00:00:00Z"), group_by: "week" } as const;
const job = { id: "job_1", report: "usage", status: "queued", finished_at: null, result: null, error: null };
const report = { period: { from: "2025-05-01T00:00:00Z" }, totals: { tokens_in: 1 }, data: [] };

test("each report is asked for by its name, and the question by its own members", async () => {
  await using server = await scriptedServer(json(report));
  const { reports } = clientOf(server);
  expect(await reports.usage(asked)).toEqual(report);
  await reports.cost({ ...asked, team_id: "team_1" });
  await reports.models(asked);
  const question = "from=2025-05-01&to=2025-06-01T00%3A00%3A00.000Z&group_by=week";
  expect(server.requests.map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual([
    `GET /api/v1/reports/usage?${question}`,
    `GET /api/v1/reports/cost?${question}&team_id=team_1`,
    `GET /api/v1/reports/models?${question}`,
  ]);
});

test("one that is computed apart is a job, and waited for until it is done", async () => {
  await using server = await scriptedServer(
    json(job, 202),
    json({ ...job, status: "running" }),
    json({ ...job, status: "done", result: report }),
  );
  const { reports } = clientOf(server);
  const made = await reports.usage({ ...asked, async: true });
  expect(made).toEqual(job);
  expect(await reports.wait(made)).toEqual(report);
  const [order, ...looks] = server.requests;
  expect(`${order!.method} ${order!.url.pathname}`).toBe("POST /api/v1/reports/usage");
  expect(order!.url.searchParams.get("async")).toBe("true");
  expect(looks.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
    "GET /api/v1/reports/jobs/job_1",
    "GET /api/v1/reports/jobs/job_1",
  ]);
});

test("a job that fails throws its own error, and waiting can be given up", async () => {
  const error = { code: "not_found", message: "There is no team team_1." };
  await using server = await scriptedServer(json({ ...job, status: "failed", error }), keepSilent);
  const { reports } = clientOf(server);
  await expect(reports.wait(await reports.job({ id: "job_1" }))).rejects.toMatchObject(error);
  const waiting = reports.wait(job as never, { signal: AbortSignal.abort("enough") });
  await expect(waiting).rejects.toBe("enough");
  expect(server.requests).toHaveLength(1);
});
