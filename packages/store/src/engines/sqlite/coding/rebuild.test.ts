import { assert, constantFrom, property } from "fast-check";
import { afterAll, expect, test } from "vitest";
import { noMetadata } from "@hearth/core/coding/read-metadata";
import type { CodingScope } from "./coding-scope.ts";
import { CodingWorld } from "./fixtures/coding-world.ts";
import { history } from "./fixtures/signals.ts";
import { rebuildDays } from "./rebuild-days.ts";
import { RebuildSessions, type RebuiltFigures } from "./rebuild-sessions.ts";
import type { SentSignal } from "./signal-rows.ts";

const worlds = [new CodingWorld(), new CodingWorld()] as const;
afterAll(() => worlds.forEach((world) => world.close()));
const [rebuilt, fresh] = worlds;
let organizations = 0;

function set(world: CodingWorld, { organizationId }: CodingScope, column: string, value: unknown): void {
  world.database.prepare(`update organizations set ${column} = ? where id = ?`).run(value, organizationId);
  world.coding.forget();
}

function rebuild(scope: CodingScope): RebuiltFigures {
  const work = new RebuildSessions(rebuilt.database, scope);
  while (rebuilt.database.transaction(() => work.step())());
  rebuilt.coding.forget();
  return work.figures;
}

/** Every cell of the roll-ups, told without row ids. */
function usage(world: CodingWorld, { organizationId }: CodingScope): unknown[] {
  const stream = (id: string): string =>
    `(select kind || user_id || ' ' || adapter || ' ' || project_id || ' ' || name from coding_streams where id = ${id})`;
  return world.database
    .prepare(
      `select level, ${stream("subject_id")} as subject, period, ${stream("stream_id")} as stream, sessions, calls,
        (select term from coding_terms where id = model_id) as model, tokens_in, tokens_out, cost, unpriced, errors
        from coding_usage where organization_id = ? order by 1, 2, 3, 4, 7`,
    )
    .all(organizationId);
}

test("sessions cut anew are those that another time-out would have made, roll-ups included", () => {
  assert(
    property(history, constantFrom(60, 900, 1_800, 3_601, 86_400), (signals, timeout) => {
      const name = `org_${++organizations}`;
      const [old, young] = [rebuilt.organization(name), fresh.organization(name)];
      rebuilt.take(old, signals);
      const before = rebuilt.contents(old).sessions!.length;
      set(rebuilt, old, "session_timeout", timeout);
      set(fresh, young, "session_timeout", timeout);
      fresh.take(young, signals);
      const figures = rebuild(old);
      expect(rebuilt.contents(old)).toEqual(fresh.contents(young));
      expect(usage(rebuilt, old)).toEqual(usage(fresh, young));
      expect(rebuilt.differences(old)).toEqual([]);
      const after = rebuilt.contents(old).sessions!.length;
      expect(figures.sessionsAfter - figures.sessionsBefore).toBe(after - before);
    }),
    { numRuns: 80, verbose: 1 },
  );
}, 30_000);

test("what comes between two steps is cut as all the rest in the end", () => {
  const timeouts = constantFrom(60, 900, 3_601, 86_400);
  assert(
    property(history, history, timeouts, (signals, later, timeout) => {
      const scope = rebuilt.organization(`org_${++organizations}`);
      rebuilt.take(scope, signals);
      set(rebuilt, scope, "session_timeout", timeout);
      const work = new RebuildSessions(rebuilt.database, scope);
      rebuilt.take(scope, later);
      rebuilt.database.transaction(() => work.step())();
      rebuilt.coding.forget();
      rebuilt.take(scope, later.slice(0, 3));
      expect(rebuilt.differences(scope)).toEqual([]);
    }),
    { numRuns: 80, verbose: 1 },
  );
}, 30_000);

test("streams are taken whole, and only so many calls in one step", () => {
  const scope = rebuilt.organization("org_long");
  const call = (user: string, index: number): SentSignal => ({
    type: "post-tool",
    adapter: "codex",
    keys: [`msg_${user}_${index}`],
    sessionName: null,
    user,
    project: "p",
    time: Date.UTC(2025, 5, 1) + index * 60_000,
    backfill: true,
    dropped: 0,
    metadata: { ...noMetadata, model: "opus", tokensIn: 10, tokensOut: 2 },
  });
  for (const user of ["a", "b", "c"]) {
    rebuilt.take(
      scope,
      Array.from({ length: 3_000 }, (_, index) => call(user, index)),
    );
  }
  set(rebuilt, scope, "session_timeout", 60);
  const work = new RebuildSessions(rebuilt.database, scope);
  expect(rebuilt.database.transaction(() => work.step())()).toBe(true);
  expect(work.figures).toEqual({ streams: 2, calls: 6_000, sessionsBefore: 2, sessionsAfter: 6_000 });
  expect(rebuilt.database.transaction(() => work.step())()).toBe(false);
  rebuilt.coding.forget();
  expect(rebuilt.differences(scope)).toEqual([]);
});

test("days and months added up anew are those that the time zone would have made", () => {
  const zones = constantFrom(
    "UTC",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Auckland",
    "Europe/Berlin",
  );
  assert(
    property(history, zones, zones, (signals, one, other) => {
      const name = `org_${++organizations}`;
      const [old, young] = [rebuilt.organization(name), fresh.organization(name)];
      set(rebuilt, old, "time_zone", one);
      rebuilt.take(old, signals);
      set(rebuilt, old, "time_zone", other);
      rebuilt.database.transaction(() => rebuildDays(rebuilt.database, old, other))();
      set(fresh, young, "time_zone", other);
      fresh.take(young, signals);
      expect(usage(rebuilt, old)).toEqual(usage(fresh, young));
      expect(rebuilt.differences(old)).toEqual([]);
    }),
    { numRuns: 80, verbose: 1 },
  );
}, 30_000);
