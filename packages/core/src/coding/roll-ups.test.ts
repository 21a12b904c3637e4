import { array, assert, property } from "fast-check";
import { expect, test } from "vitest";
import { dice, history, shuffled, split, timeout } from "./fixtures/histories.ts";
import { MemoryStream, nameOf } from "./fixtures/memory-stream.ts";
import type { PlacedCall } from "./placed-call.ts";
import { noUsage, quarterOf, UsageTally } from "./usage-roll-up.ts";

const subject = { user: "ana" };
type Tally = UsageTally<typeof subject>;

/** Adds deltas up as a store does, leaving out what has come to nothing. */
function addUp(tallies: readonly Tally[]): Map<string, Record<string, number>> {
  const sums = new Map<string, Record<string, number>>();
  for (const { quarter, model, sums: delta } of tallies.flatMap((tally) => [...tally.deltas()])) {
    const name = `${quarter} ${model}`;
    const sum = sums.get(name) ?? {};
    for (const [member, value] of Object.entries(delta)) sum[member] = (sum[member] ?? 0) + value;
    sums.set(name, sum);
  }
  return new Map([...sums].filter(([, sum]) => sum["calls"] !== 0 || sum["sessions"] !== 0));
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
        ...calls.map((call) => (tally: Tally) => tally.addCall(subject, call)),
        ...calls.map((call) => (tally: Tally) => tally.removeCall(subject, call)),
        ...enriched.map((call) => (tally: Tally) => tally.addCall(subject, call)),
      ];
      const tallies = split(shuffled(work, numbers, 2), numbers).map((group) => {
        const tally: Tally = new UsageTally();
        for (const step of group) step(tally);
        return tally;
      });
      const recount: Tally = new UsageTally();
      for (const call of enriched) recount.addCall(subject, call);
      expect(addUp(tallies)).toEqual(addUp([recount]));
    }),
    { numRuns: 500, verbose: 1 },
  );
});

test("a batch that cancels out changes nothing", () => {
  const tally: Tally = new UsageTally();
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
  tally.addCall(subject, call);
  tally.removeCall(subject, call);
  expect([...tally.deltas()]).toEqual([]);
  tally.addCall(subject, call);
  const sums = { calls: 1, tokensIn: 1, tokensOut: 2, cacheRead: 3, cacheWrite: 4, reasoning: 5, cost: 6 };
  expect([...tally.deltas()]).toEqual([
    { subject, quarter: 1, model: "opus", sums: { ...noUsage(), ...sums, errors: 1 } },
  ]);
});

test("counts of sessions follow the changes of their windows", () => {
  assert(
    property(array(history, { minLength: 1, maxLength: 3 }), dice, (histories, numbers) => {
      const stream = new MemoryStream(timeout);
      const tally: Tally = new UsageTally();
      const calls = histories.flatMap(({ calls }) => calls);
      for (const group of split(shuffled(calls, numbers), numbers)) {
        const known = new Map(group.map((call) => [nameOf(call), stream.calls.get(nameOf(call))]));
        const removed = [...known.values()].filter((call) => call !== undefined);
        const fresh = new Map(group.map((call) => [nameOf(call), call]));
        const added = [...fresh.values()].filter((call) => !known.get(nameOf(call)));
        const answer = stream.apply({ removed, added });
        for (const window of answer.created) tally.addSession(subject, window);
        for (const window of answer.removed) tally.removeSession(subject, window);
        for (const { before, after } of answer.changed) {
          tally.removeSession(subject, before);
          tally.addSession(subject, after);
        }
      }
      const recount: Tally = new UsageTally();
      for (const window of stream.stored) recount.addSession(subject, window);
      expect(addUp([tally])).toEqual(addUp([recount]));
    }),
    { numRuns: 500, verbose: 1 },
  );
});

test("a quarter hour begins at its first millisecond", () => {
  expect(quarterOf(899_999)).toBe(0);
  expect(quarterOf(900_000)).toBe(1);
});
