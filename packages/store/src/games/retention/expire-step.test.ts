import { array, assert, asyncProperty, constantFrom, integer, nat, tuple } from "fast-check";
import { afterEach, expect, test } from "vitest";
import { generatePlay } from "../erasure/fixture/generate-play.ts";
import { createWorld, type PlayWorld, today } from "../erasure/fixture/play-world.ts";
import type { Removed } from "../erasure/removed.ts";
import { recountPlay } from "../recount.ts";
import { type ExpiryCursor, expireStep } from "./expire-step.ts";

const day = 86_400_000;
const worlds: PlayWorld[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

function newWorld(seed: number, sessions?: number): PlayWorld {
  const world = createWorld();
  worlds.push(world);
  generatePlay(world, seed, sessions);
  return world;
}

const keep = (world: PlayWorld, projectId: number, channel: string, days: number) =>
  world.database.prepare("insert or replace into retention values (?, ?, ?)").run(projectId, channel, days);

/** A whole pass in steps of `rows`; answers the steps. */
async function pass(world: PlayWorld, rows: number, now = today, rejectionBytes = 1e9): Promise<Removed[]> {
  const steps: Removed[] = [];
  let cursor: ExpiryCursor | null = null;
  do {
    const step: Awaited<ReturnType<typeof expireStep>> = await world.order(
      expireStep,
      { cursor, rows, rejectionBytes },
      { now },
    );
    steps.push(step.removed);
    cursor = step.cursor;
    expect(steps.length).toBeLessThan(5000);
  } while (cursor);
  return steps;
}

const numbers = (world: PlayWorld, sql: string): number[] =>
  world.database.prepare<[], number>(sql).pluck().all();

const keptRollUps = (world: PlayWorld) =>
  ["sessions", "events"].map((what) =>
    numbers(world, `select sum(${what}) from play_${what.slice(0, -1)}_hours`),
  );

const rowsLeft = (world: PlayWorld) =>
  ["sessions", "events", "uploads", "reports"].map((what) =>
    numbers(world, `select count(*) from play_${what}`),
  );

test("without a line nothing of a session goes, and uploads nobody named go after thirty days", async () => {
  const world = newWorld(11, 60);
  const sessions = numbers(world, "select id from play_sessions");
  const events = numbers(world, "select id from play_events");
  await pass(world, 50);
  expect(numbers(world, "select id from play_sessions")).toEqual(sessions);
  expect(numbers(world, "select id from play_events")).toEqual(events);
  const old = `select count(*) from play_uploads where created_at < ${today - 30 * day}`;
  expect(numbers(world, `${old} and claimed = 0`)).toEqual([0]);
  expect(numbers(world, `${old} and claimed = 1`)).not.toEqual([0]);
  expect(numbers(world, "select count(*) from file_removals")).not.toEqual([0]);
  expect(recountPlay(world.database)).toEqual([]);
});

test("sessions go after the days of their channel, counts stay, and reports keep what they show", async () => {
  const world = newWorld(12, 90);
  keep(world, 1, "dev", 5);
  keep(world, 1, "prod", 50);
  keep(world, 1, "*", 20);
  const rollUps = keptRollUps(world);
  const reports = numbers(world, "select id from play_reports");
  const links = numbers(world, "select event_id from play_report_events order by 1");
  const files = numbers(world, "select upload_id from play_report_attachments order by 1");
  const elsewhere = numbers(world, "select id from play_sessions where project_id <> 1");
  await pass(world, 100);

  expect(recountPlay(world.database)).toEqual([]);
  expect(keptRollUps(world)).toEqual(rollUps);
  expect(numbers(world, "select sum(aged) from play_session_hours")).not.toEqual([0]);
  expect(numbers(world, "select id from play_reports")).toEqual(reports);
  expect(numbers(world, "select event_id from play_report_events order by 1")).toEqual(links);
  expect(numbers(world, "select upload_id from play_report_attachments order by 1")).toEqual(files);
  expect(numbers(world, "select id from play_sessions where project_id <> 1")).toEqual(elsewhere);
  const days: Record<string, number> = { dev: 5, prod: 50, qa: 20, "": 20 };
  for (const [channel, kept] of Object.entries(days)) {
    const expired = `project_id = 1 and coalesce(channel, '') = '${channel}'
      and started_at < ${today - kept * day} and last_activity_at < ${today - kept * day}`;
    const bare = `select count(*) from play_sessions as s where ${expired}
      and not exists (select 1 from play_reports where session_id = s.id)
      and not exists (select 1 from play_events where session_id = s.id)
      and not exists (select 1 from play_uploads where session_id = s.id)`;
    expect(numbers(world, bare)).toEqual([0]);
    const unshown = `select count(*) from play_events where session_id in (select id from play_sessions where ${expired})
      and id not in (select event_id from play_report_events)`;
    expect(numbers(world, unshown)).toEqual([0]);
  }
  const younger = `select count(*) from play_sessions where project_id = 1 and channel = 'prod'`;
  expect(numbers(world, younger)).not.toEqual([0]);
});

test("keys of what has aged are closed, so that a resend does not come back as new", async () => {
  const world = newWorld(13, 60);
  keep(world, 1, "*", 1);
  await pass(world, 1000);
  const open = `select count(*) from play_keys where deleted = 0 and project_id = 1 and kind = 'event'
    and row_id not in (select id from play_events)`;
  expect(numbers(world, open)).toEqual([0]);
  expect(numbers(world, "select count(*) from play_keys where deleted = 1 and kind = 'event'")).not.toEqual([
    0,
  ]);
});

test("steps of any size end alike, stay small, and a second pass finds nothing", async () => {
  await assert(
    asyncProperty(
      nat(),
      integer({ min: 1, max: 60 }),
      array(tuple(constantFrom(1, 2, 3), constantFrom("dev", "prod", "*"), integer({ min: 1, max: 60 }))),
      async (seed, rows, lines) => {
        const [world, inOne] = [newWorld(seed), newWorld(seed)];
        for (const each of [world, inOne]) for (const line of lines) keep(each, ...line);
        for (const removed of await pass(world, rows)) {
          const { sessions, events, uploads, rejections } = removed;
          expect(sessions + events + uploads + rejections).toBeLessThanOrEqual(2 * rows + 1);
        }
        await pass(inOne, 100_000);
        expect(rowsLeft(world)).toEqual(rowsLeft(inOne));
        expect(recountPlay(world.database)).toEqual([]);
        const idle = (await pass(world, 100_000)).map((removed) => Object.values(removed));
        expect(idle.flat().every((count) => count === 0)).toBe(true);
        for (const each of worlds.splice(0)) each.close();
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

test("a session is kept while anything was heard of it lately", async () => {
  const world = newWorld(14, 30);
  keep(world, 1, "*", 1);
  world.database.prepare("update play_sessions set last_activity_at = ?").run(today - 1000);
  const rows = () => [
    numbers(world, "select id from play_sessions"),
    numbers(world, "select id from play_events where session_id is not null"),
  ];
  const before = rows();
  await pass(world, 1000);
  expect(rows()).toEqual(before);
});

test("counters of upload days go once the day is over twice", async () => {
  const world = newWorld(15, 5);
  const insert = world.database.prepare("insert into play_upload_days values (?, ?, 1)");
  const now = Math.floor(today / day);
  for (const token of [1, 2]) for (const age of [0, 1, 2, 3, 9]) insert.run(token, now - age);
  await pass(world, 2);
  expect(numbers(world, "select distinct day from play_upload_days order by 1")).toEqual([
    now - 2,
    now - 1,
    now,
  ]);
});
