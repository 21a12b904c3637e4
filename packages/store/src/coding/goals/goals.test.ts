import { hash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GoalState } from "@hearth/core/coding/goal";
import type { SignalType } from "@hearth/core/coding/signal";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createOrganization } from "../../access/create-organization.ts";
import type { StoreContext } from "../../context.ts";
import { goalMover, type MoveGoals } from "../../engines/sqlite/coding/move-goals.ts";
import { kyselyOver } from "../../engines/sqlite/kysely-over.ts";
import { migrate } from "../../engines/sqlite/migrate.ts";
import { type Connection, openWriter } from "../../engines/sqlite/open.ts";
import { cursorKeyOf, publicIdsOf } from "../../settings.ts";
import { createGoal, type NewGoal } from "./create-goal.ts";
import { listGoals } from "./list-goals.ts";
import { updateGoal } from "./update-goal.ts";

const now = Date.parse("2026-03-01T10:00:00.000Z");
const minute = 60_000;

let folder: string;
let database: Connection;
let own: StoreContext;
let move: MoveGoals;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "hearth-goals-"));
  database = openWriter(join(folder, "hearth.db"));
  migrate(database);
  const db = kyselyOver(database);
  const shared = { db, ids: publicIdsOf(database), cursorKey: cursorKeyOf(database) };
  own = { ...shared, organizationId: 1, mode: "live", now };
  await createOrganization(own, { name: "Own" });
  await createOrganization(own, { name: "Foreign" });
  move = goalMover(database);
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const goal = (more: Partial<NewGoal> = {}): NewGoal => ({
  user: "ada",
  id: "g",
  session: "s",
  time: now,
  state: "active",
  ...more,
});
const stateOf = async (context = own, user = "ada"): Promise<string[]> =>
  (await listGoals(context, { user })).data.map(({ state }) => state);
/** A signal as the store keeps it, in a stream of its own. */
function storeSignal(type: SignalType, time: number, at: { name?: string; tool?: string; user?: string }) {
  const { name = "", tool, user = "ada" } = at;
  const kind = name === "" ? "windowed" : "named";
  const stream = database
    .prepare(
      `insert into coding_streams (organization_id, test, kind, user_id, adapter, project_id, name)
        values (1, 0, ?, ?, 'claude-code', '', ?) on conflict do update set name = name returning id`,
    )
    .pluck()
    .get(kind, user, name);
  database
    .prepare("insert into coding_signals values (1, ?, ?, ?, 1, ?, ?, ?)")
    .run(
      stream,
      time,
      hash("sha256", type, "buffer").subarray(0, 8),
      type,
      `${type}-${time}`,
      JSON.stringify({ tool_session_id: tool }),
    );
}

describe("a goal", () => {
  it("is made once and then answered as it stands", async () => {
    const made = await createGoal(own, goal());
    expect(made).toEqual({
      id: "g",
      user_id: "ada",
      session_id: "s",
      state: "active",
      created_at: "2026-03-01T10:00:00.000Z",
      updated_at: "2026-03-01T10:00:00.000Z",
      drifted_at: null,
      refocused_at: null,
      completed_at: null,
      abandoned_at: null,
    });
    await updateGoal(own, { user: "ada", id: "g", state: "drifted", time: now + minute });
    expect(await createGoal(own, goal({ time: now + 2 * minute }))).toMatchObject({
      state: "drifted",
      created_at: made.created_at,
    });
    expect((await createGoal(own, goal({ id: null }))).id).toMatch(/^goal_[0-9a-f]{16}$/);
  });

  it("takes the session it had none of, with what its signals say, and no other after it", async () => {
    storeSignal("goal-drift", now + minute, { name: "s" });
    expect(await createGoal(own, goal({ session: null }))).toMatchObject({
      session_id: null,
      state: "active",
    });
    expect(await createGoal(own, goal())).toMatchObject({ session_id: "s", state: "drifted" });
    expect(await createGoal(own, goal({ session: null }))).toMatchObject({ session_id: "s" });
    await expect(createGoal(own, goal({ session: "t" }))).rejects.toMatchObject({
      code: "conflict",
      details: [{ path: "session_id" }],
    });
  });

  it("moves on its owner's word, until it has ended", async () => {
    await createGoal(own, goal());
    const say = async (state: GoalState, minutes: number) =>
      await updateGoal(own, { user: "ada", id: "g", state, time: now + minutes * minute });
    expect(await say("drifted", 1)).toMatchObject({
      state: "drifted",
      drifted_at: "2026-03-01T10:01:00.000Z",
    });
    expect(await say("active", 2)).toMatchObject({
      state: "active",
      refocused_at: "2026-03-01T10:02:00.000Z",
    });
    await expect(say("drifted", 1)).rejects.toMatchObject({ code: "conflict" });
    const ended = await say("abandoned", 3);
    expect(ended).toMatchObject({
      state: "abandoned",
      abandoned_at: "2026-03-01T10:03:00.000Z",
      completed_at: null,
    });
    expect(await say("abandoned", 4)).toEqual(ended);
    await expect(say("active", 5)).rejects.toMatchObject({
      code: "conflict",
      message:
        'The goal "g" is abandoned since 2026-03-01T10:03:00.000Z: an ended goal stays as it ended, so make another one.',
    });
    await expect(updateGoal(own, { user: "ada", id: "h", state: "active", time: now })).rejects.toMatchObject(
      { code: "not_found" },
    );
  });

  it("belongs to one user of one organization in one mode", async () => {
    const strangers: StoreContext[] = [
      { ...own, organizationId: 2 },
      { ...own, mode: "test" },
    ];
    await createGoal(own, goal());
    for (const [context, user] of [
      ...strangers.map((each) => [each, "ada"] as const),
      [own, "eve"] as const,
    ]) {
      expect(await stateOf(context, user)).toEqual([]);
      const update = { user, id: "g", state: "completed", time: now + 1 } as const;
      await expect(updateGoal(context, update)).rejects.toMatchObject({ code: "not_found" });
      expect(await createGoal(context, goal({ user }))).toMatchObject({ user_id: user });
    }
    move(2, 0, "ada", ["s"], "goal-drift", now + 1);
    move(1, 1, "ada", ["s"], "goal-drift", now + 1);
    move(1, 0, "eve", ["s"], "goal-drift", now + 1);
    expect(await stateOf()).toEqual(["active"]);
    for (const context of strangers) expect(await stateOf(context)).toEqual(["drifted"]);
    expect(await stateOf(own, "eve")).toEqual(["drifted"]);
  });
});

describe("signals", () => {
  it("move the goals of the sessions they name, and no others", async () => {
    await createGoal(own, goal({ id: "a", session: "s" }));
    await createGoal(own, goal({ id: "b", session: "tool" }));
    await createGoal(own, goal({ id: "c", session: "other" }));
    await createGoal(own, goal({ id: "d", session: null }));
    move(1, 0, "ada", ["s", "tool"], "goal-drift", now + minute);
    move(1, 0, "ada", [], "completion-verified", now + minute);
    move(1, 0, "ada", ["other"], "user-prompt", now + minute);
    const { data } = await listGoals(own, { user: "ada" });
    expect(data.map(({ id, state }) => [id, state])).toEqual([
      ["d", "active"],
      ["c", "active"],
      ["b", "drifted"],
      ["a", "drifted"],
    ]);
  });

  it("may come before the goal, after it or twice: the goal is the same", async () => {
    const told = fc.record({
      type: fc.constantFrom<SignalType>("goal-drift", "refocus-ack", "completion-verified", "stop"),
      minutes: fc.integer({ min: -2, max: 4 }),
    });
    const history = fc.uniqueArray(told, {
      maxLength: 8,
      selector: ({ type, minutes }) => `${type} ${minutes}`,
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(history, fc.nat(8), fc.boolean(), async (signals, before, isNamed) => {
        const session = `session ${round++}`;
        const outcomes: unknown[] = [];
        for (const [user, early] of [
          [`early ${round}`, signals.length],
          [`mixed ${round}`, Math.min(before, signals.length)],
          [`late ${round}`, 0],
        ] as const) {
          const tell = ({ type, minutes }: (typeof signals)[number], at: number) => {
            const time = now + minutes * minute;
            storeSignal(type, time, {
              user,
              ...(isNamed ? { name: `${session} ${user}` } : { tool: session }),
            });
            if (at >= early) move(1, 0, user, [isNamed ? `${session} ${user}` : session], type, time);
          };
          signals.slice(0, early).forEach((signal, at) => tell(signal, at));
          await createGoal(own, goal({ user, session: isNamed ? `${session} ${user}` : session }));
          signals.slice(early).forEach((signal, at) => tell(signal, early + at));
          const [found] = (await listGoals(own, { user })).data;
          const { user_id: _user, session_id: _session, ...outcome } = found!;
          outcomes.push(outcome);
        }
        expect(outcomes[1]).toEqual(outcomes[0]);
        expect(outcomes[2]).toEqual(outcomes[0]);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the list", () => {
  it("is paged newest first, by session and state, its cursor good for its user alone", async () => {
    for (let at = 0; at < 7; at++) {
      await createGoal(own, goal({ id: `g${at}`, session: at % 2 ? "odd" : "even", time: now + (at >> 1) }));
    }
    await updateGoal(own, { user: "ada", id: "g3", state: "completed", time: now + 9 });
    const walked: string[] = [];
    let page = await listGoals(own, { user: "ada", limit: 3 });
    const { cursor } = page;
    for (;;) {
      walked.push(...page.data.map(({ id }) => id));
      expect(page.has_more).toBe(page.cursor !== null);
      if (page.cursor === null) break;
      page = await listGoals(own, { user: "ada", cursor: page.cursor });
    }
    expect(walked).toEqual(["g6", "g5", "g4", "g3", "g2", "g1", "g0"]);
    const odd = await listGoals(own, { user: "ada", session_id: "odd", state: "active" });
    expect(odd.data.map(({ id }) => id)).toEqual(["g5", "g1"]);
    for (const [context, user] of [
      [own, "eve"],
      [{ ...own, mode: "test" }, "ada"],
      [{ ...own, organizationId: 2 }, "ada"],
    ] as const) {
      await expect(listGoals(context, { user, cursor: cursor! })).rejects.toMatchObject({
        code: "invalid_request",
        details: [{ path: "cursor" }],
      });
    }
  });
});
