import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "../../json-text.ts";
import { createReportJob } from "./create-report-job.ts";
import { finishReportJob } from "./finish-report-job.ts";
import { UsageWorld } from "./fixtures/usage-world.ts";
import { getReportJob } from "./get-report-job.ts";
import { startReportJob } from "./start-report-job.ts";

const now = Date.UTC(2026, 5, 1);
let world: UsageWorld;
beforeAll(() => void (world = new UsageWorld("UTC", now)));
afterAll(() => world.close());

const request = { report: "cost", from: "2026-01-01", to: "2026-05-01" } as const;

test("a job is noted, begun and done, and what came of it stays", async () => {
  const context = world.context();
  const made = await createReportJob(context, request);
  expect(made).toEqual({
    id: expect.stringMatching(/^job_[0-9a-f]{16}$/) as string,
    report: "cost",
    status: "queued",
    created_at: "2026-06-01T00:00:00.000Z",
    finished_at: null,
    result: null,
    error: null,
  });
  const job = made.id;
  await startReportJob(context, { job });
  expect(await getReportJob(context, { job })).toMatchObject({ status: "running", result: null });
  await finishReportJob(
    { ...context, now: now + 5 },
    { job, outcome: { result: '{"totals":{"cost_usd":1.50}}' } },
  );
  await finishReportJob(context, { job, outcome: { error: { code: "internal", message: "too late" } } });
  await startReportJob(context, { job });
  const done = stringify(await getReportJob(context, { job }));
  expect(done).toContain('"result":{"totals":{"cost_usd":1.50}}');
  expect(JSON.parse(done)).toMatchObject({
    status: "done",
    finished_at: "2026-06-01T00:00:00.005Z",
    error: null,
  });
});

test("a failure is said", async () => {
  const context = world.context();
  const { id: job } = await createReportJob(context, { ...request, group_by: "month" });
  await finishReportJob(context, {
    job,
    outcome: { error: { code: "not_found", message: "There is no team." } },
  });
  expect(await getReportJob(context, { job })).toMatchObject({
    status: "failed",
    result: null,
    error: { code: "not_found", message: "There is no team." },
  });
});

test("one that waits already is not noted twice, by the same tenant alone", async () => {
  const first = await createReportJob(world.context(), { ...request, group_by: "user" });
  expect(await createReportJob(world.context(), { ...request, group_by: "user" })).toEqual(first);
  const others = [
    await createReportJob(world.context(), { ...request, group_by: "user", report: "usage" }),
    await createReportJob(world.context(), { ...request, group_by: "user", user_id: "ana" }),
    await createReportJob(world.context(2), { ...request, group_by: "user" }),
    await createReportJob(world.context(1, "test"), { ...request, group_by: "user" }),
  ];
  expect(new Set([first, ...others].map(({ id }) => id)).size).toBe(5);
});

test("a job is its tenant's", async () => {
  const { id: job } = await createReportJob(world.context(), { ...request, group_by: "week" });
  for (const context of [world.context(2), world.context(1, "test")]) {
    await expect(getReportJob(context, { job })).rejects.toMatchObject({ code: "not_found" });
    await startReportJob(context, { job });
    await finishReportJob(context, { job, outcome: { result: "{}" } });
  }
  expect(await getReportJob(world.context(), { job })).toMatchObject({ status: "queued" });
});

test("what the report would be refused for, its job is refused for", async () => {
  await expect(
    createReportJob(world.context(), { report: "usage", from: "2026-01-01" }),
  ).rejects.toMatchObject({
    code: "invalid_request",
    details: [{ path: "to", message: "is required" }],
  });
});

test("a hundred may wait; old ones are let go of", async () => {
  const crowd = new UsageWorld("UTC", now);
  try {
    const context = crowd.context();
    const made: string[] = [];
    for (let count = 0; count < 100; count++) {
      const { id } = await createReportJob(context, { ...request, user_id: `user ${count}` });
      made.push(id);
    }
    await expect(createReportJob(context, request)).rejects.toMatchObject({ code: "rate_limited" });
    await createReportJob(crowd.context(2), request);
    for (const job of made) await finishReportJob(context, { job, outcome: { result: "{}" } });
    const later = { ...context, now: now + 7 * 86_400_000 };
    await createReportJob(later, request);
    expect(await getReportJob(later, { job: made[0]! })).toMatchObject({ status: "done" });
    await createReportJob({ ...later, now: later.now + 1 }, { ...request, report: "usage" });
    await expect(getReportJob(later, { job: made[0]! })).rejects.toMatchObject({ code: "not_found" });
    expect(crowd.database.prepare("select count(*) from coding_jobs").pluck().get()).toBe(3);
  } finally {
    crowd.close();
  }
});

test("the newest two hundred are kept", async () => {
  const crowd = new UsageWorld("UTC", now);
  try {
    const context = crowd.context();
    const made: string[] = [];
    for (let count = 0; count < 203; count++) {
      const { id: job } = await createReportJob(context, { ...request, user_id: `user ${count}` });
      await finishReportJob(context, { job, outcome: { result: "{}" } });
      made.push(job);
    }
    const kept = crowd.database.prepare("select public_id from coding_jobs order by id").pluck().all();
    expect(kept).toEqual(made.slice(3));
  } finally {
    crowd.close();
  }
});
