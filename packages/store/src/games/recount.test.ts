import { afterEach, beforeEach, expect, test } from "vitest";
import { generatePlay } from "./erasure/fixture/generate-play.ts";
import { createWorld, type PlayWorld } from "./erasure/fixture/play-world.ts";
import { recountPlay, repairRollups } from "./recount.ts";

let world: PlayWorld;
beforeEach(() => {
  world = createWorld();
  generatePlay(world, 3, 60);
});
afterEach(() => world.close());

const checks = (): string[] => [...new Set(recountPlay(world.database).map(({ check }) => check))];
const change = (...statements: string[]): void => statements.forEach((sql) => world.database.exec(sql));

const drifts: Record<string, string> = {
  "play_session_hours.sessions": "update play_session_hours set sessions = sessions + 1",
  "play_session_totals.sessions": "update play_session_totals set sessions = sessions + 1",
  "play_event_hours.events":
    "delete from play_event_hours where hour in (select min(hour) from play_event_hours)",
  "play_report_hours.reports": "update play_report_hours set status = 'exported' where status = 'new'",
  "play_sessions.event_count": "update play_sessions set event_count = 99 where id = 2",
  "play_sessions.report_count": "update play_sessions set report_count = report_count - 1 where id = 3",
  "play_sessions.upload_count": "update play_sessions set upload_count = 7 where id = 4",
  "play_reports.occurrences": "update play_reports set occurrences = occurrences + 1 where root_id is null",
};

test.each(Object.entries(drifts))("%s that drifted is found, and repaired from the rows", (check, drift) => {
  change(drift);
  // The totals follow the hours, so that a drift of these is one of both.
  const also = check === "play_session_hours.sessions" ? ["play_session_totals.sessions"] : [];
  expect(checks()).toEqual([check, ...also]);
  repairRollups(world.database);
  expect(recountPlay(world.database)).toEqual([]);
});

const orphans: Record<string, string> = {
  "play_sessions without play_builds": "update play_sessions set build_id = 99 where id = 1",
  "play_report_events without play_events": "update play_report_events set event_id = 9999",
  "play_report_attachments without play_uploads": "update play_uploads set claimed = 0",
  "play_uploads without play_report_attachments": "update play_uploads set claimed = 1",
  "play_report_words without play_reports": "insert into play_report_words values (1, 'lost', 9999)",
  "play_exports without play_reports": "insert into play_exports values (9999, 'jira', 1, 'sent', 0, null)",
  "play_keys without play_sessions": "update play_keys set row_id = 9999 where kind = 'session'",
  "play_reports without play_reports": "update play_reports set regression_of = 9999 where id = 1",
};

test.each(Object.entries(orphans))("%s is found", (check, cause) => {
  change(cause);
  expect(checks()).toContain(check);
});

test("a difference says what is kept, what the rows say, and where", () => {
  const {
    sessions,
    aged: _,
    ...key
  } = world.database.prepare<[], Record<string, number>>("select * from play_session_hours limit 1").get()!;
  change(`update play_session_hours set sessions = 50 where ${where(key)}`);
  expect(recountPlay(world.database)[0]).toEqual({
    check: "play_session_hours.sessions",
    at: key,
    stored: 50,
    counted: sessions,
  });
});

test("what has aged is not missed, and a repair keeps it", () => {
  change(
    "update play_session_hours set sessions = sessions + 5, aged = 5",
    "update play_event_hours set events = events + 2, aged = 2",
  );
  expect(recountPlay(world.database)).toEqual([]);
  const aged = () =>
    world.database
      .prepare("select (select sum(aged) from play_session_hours), (select sum(aged) from play_event_hours)")
      .raw()
      .get();
  const before = aged();
  change("update play_event_hours set events = 0", "update play_session_hours set sessions = 1");
  repairRollups(world.database);
  expect(recountPlay(world.database)).toEqual([]);
  expect(aged()).toEqual(before);
});

test("a hopeless database is answered with a bounded list", () => {
  change(
    `insert into play_report_words
      with recursive n (id) as (select 1 union all select id + 1 from n where id < 5000)
      select 1, 'lost', 100000 + id from n`,
  );
  expect(recountPlay(world.database)).toHaveLength(1000);
});

const where = (key: Record<string, number | string>): string =>
  Object.entries(key)
    .map(([column, value]) => `${column} = '${value}'`)
    .join(" and ");
