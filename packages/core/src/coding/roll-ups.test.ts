import { array, assert, property } from "fast-check";
import { expect, test } from "vitest";
import { dice, history, shuffled, split, timeout } from "./fixtures/histories.ts";
import { MemoryStream, nameOf } from "./fixtures/memory-stream.ts";
import type { PlacedCall } from "./placed-call.ts";
import { SessionTally } from "./session-roll-up.ts";
import { quarterOf, type UsageSubject, UsageTally } from "./usage-roll-up.ts";

const subject: UsageSubject = { mode: "live", user: "ana", project: null, adapter: "codex" };

/** Adds deltas up as a store does, leaving out what has come to nothing. */
function addUp(tallies: readonly UsageTally[]): Map<string, Record<string, number>> {
  const sums = new Map<string, Record<string, number>>();
  for (const { key, delta } of tallies.flatMap((tally) => [...tally.entries()])) {
    const name = JSON.stringify(key);
    const sum = sums.get(name) ?? {};
    for (const [member, value] of Object.entries(delta)) sum[member] = (sum[member] ?? 0) + value;
    sums.set(name, sum);
  }
  return new Map([...sums].filter(([, sum]) => sum["calls"] !== 0));
}

test("deltas of any batches add up to a recount of what is left", () => {
  assert(
    property(history, dice, ({ calls }, numbers) => {
      const gone = new Set(shuffled(calls, numbers).slice(0, numbers[0]! % (calls.length + 1)));
      const enriched = calls
        .filter((call) => !gone.has(call))
        .map((call, index) =>
          index % 3 === 0 ? { ...call, time: call.time - 900_000, model: "gpt", cost: null } : call,
        );
      const work = [
        ...calls.map((call) => (tally: UsageTally) => tally.add(subject, call)),
        ...calls.map((call) => (tally: UsageTally) => tally.remove({ ...subject }, call)),
        ...enriched.map((call) => (tally: UsageTally) => tally.add(subject, call)),
      ];
      const tallies = split(shuffled(work, numbers, 2), numbers).map((group) => {
        const tally = new UsageTally();
        for (const step of group) step(tally);
        return tally;
      });
      const recount = new UsageTally();
      for (const call of enriched) recount.add(subject, call);
      expect(addUp(tallies)).toEqual(addUp([recount]));
    }),
    { numRuns: 500, verbose: 1 },
  );
});

test("a batch that cancels out changes nothing", () => {
  const tally = new UsageTally();
  const call: PlacedCall = {
    time: 900_000,
    hash: "a",
    model: "opus",
    tokensIn: 1,
    tokensOut: 2,
    cacheRead: 3,
    cacheWrite: 4,
    reasoning: 5,
    cost: 6,
    failed: true,
  };
  tally.add(subject, call);
  tally.remove({ ...subject }, call);
  expect([...tally.entries()]).toEqual([]);
  tally.add(subject, call);
  expect([...tally.entries()]).toEqual([
    {
      key: { ...subject, quarter: 1, model: "opus" },
      delta: {
        calls: 1,
        tokensIn: 1,
        tokensOut: 2,
        cacheRead: 3,
        cacheWrite: 4,
        reasoning: 5,
        cost: 6,
        unpriced: 0,
        errors: 1,
      },
    },
  ]);
});

test("counts of sessions follow the changes of their windows", () => {
  assert(
    property(array(history, { minLength: 1, maxLength: 3 }), dice, (histories, numbers) => {
      const stream = new MemoryStream(timeout);
      const tally = new SessionTally();
      const calls = histories.flatMap(({ calls }) => calls);
      for (const group of split(shuffled(calls, numbers), numbers)) {
        const known = new Map(group.map((call) => [nameOf(call), stream.calls.get(nameOf(call))]));
        const removed = [...known.values()].filter((call) => call !== undefined);
        const fresh = new Map(group.map((call) => [nameOf(call), call]));
        const added = [...fresh.values()].filter((call) => !known.get(nameOf(call)));
        const answer = stream.apply({ removed, added });
        for (const window of answer.created) tally.add(subject, window);
        for (const window of answer.removed) tally.remove(subject, window);
        for (const { before, after } of answer.changed) {
          tally.remove(subject, before);
          tally.add(subject, after);
        }
      }
      const counted = [...tally.entries()].map(({ key, sessions }) => ({ ...key, sessions }));
      const recount = new SessionTally();
      for (const window of stream.stored) recount.add(subject, window);
      const fresh = [...recount.entries()].map(({ key, sessions }) => ({ ...key, sessions }));
      expect(new Set(counted)).toEqual(new Set(fresh));
    }),
    { numRuns: 500, verbose: 1 },
  );
});

test("a quarter hour begins at its first millisecond", () => {
  expect(quarterOf(899_999)).toBe(0);
  expect(quarterOf(900_000)).toBe(1);
});
