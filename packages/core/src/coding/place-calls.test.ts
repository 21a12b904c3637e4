import { assert, constantFrom, nat, property } from "fast-check";
import { expect, test } from "vitest";
import { dice, history, shuffled, split, timeout } from "./fixtures/histories.ts";
import { MemoryStream, nameOf } from "./fixtures/memory-stream.ts";
import { sortAndScan } from "./fixtures/sort-and-scan.ts";
import type { PlacedCall } from "./placed-call.ts";
import { sessionWindows } from "./session-windows.ts";

const runs = { numRuns: 1500, verbose: 1 as const };

const call = (seconds: number, extra: Partial<PlacedCall> = {}): PlacedCall => ({
  time: seconds * 1000,
  hash: seconds.toString(16).padStart(16, "0"),
  model: "opus",
  tokensIn: 10,
  tokensOut: 1,
  cacheRead: 0,
  cacheWrite: 0,
  reasoning: 0,
  cost: 5,
  failed: false,
  ...extra,
});

test("the definition is what sorting and scanning gives", () => {
  assert(
    property(history, dice, ({ calls, ends }, numbers) => {
      const windows = sessionWindows(shuffled(calls, numbers), shuffled(ends, numbers), timeout);
      expect(windows).toEqual(sortAndScan(calls, ends, timeout));
    }),
    runs,
  );
});

test("placing in batches, in any order and with ends among them, gives the sessions of the whole set", () => {
  assert(
    property(history, dice, ({ calls, ends }, numbers) => {
      const stream = new MemoryStream(timeout);
      const items = shuffled([...calls.map((call) => ({ call })), ...ends.map((end) => ({ end }))], numbers);
      for (const group of split(items, numbers)) {
        stream.apply({
          added: group.flatMap((item) => ("call" in item ? item.call : [])),
          ends: group.flatMap((item) => ("end" in item ? [item.end, item.end] : [])),
        });
      }
      expect(stream.stored).toEqual(sortAndScan(calls, ends, timeout));
    }),
    runs,
  );
});

test("removing, replacing, moving and ending in any mixture leaves the sessions of what is left", () => {
  assert(
    property(history, history, dice, constantFrom(timeout, timeout, Infinity), (one, two, numbers, limit) => {
      const stream = new MemoryStream(limit);
      stream.apply({ added: one.calls, ends: one.ends });
      const changes = shuffled([...one.calls, ...two.calls], numbers, 1);
      split(changes, numbers).forEach((group, turn) => {
        const removed = new Map<string, PlacedCall>();
        const added = new Map<string, PlacedCall>();
        for (const [index, call] of group.entries()) {
          const stored = stream.calls.get(nameOf(call));
          const roll = numbers[(index + 5 * turn) % numbers.length]! % 4;
          if (stored) {
            removed.set(nameOf(stored), stored);
            const changed = roll === 1 ? { model: "gpt" } : { cost: null };
            const next = { ...stored, tokensOut: stored.tokensOut + 1, ...changed };
            const isMoved = roll === 3;
            const after = isMoved ? { ...next, model: "opus", time: next.time - (timeout >> 1) } : next;
            if (roll !== 0 && !(isMoved && stream.calls.has(nameOf(after)))) added.set(nameOf(after), after);
          } else added.set(nameOf(call), call);
        }
        const known = [...stream.endTimes];
        const lost = turn % 2 === 0 && known.length > 0 ? [known[numbers[turn]! % known.length]!] : [];
        const late = turn % 3 === 0 && two.ends.length > 0 ? [two.ends[turn % two.ends.length]!] : [];
        stream.apply({
          removed: [...removed.values()],
          added: [...added.values()],
          lostEnds: lost,
          ends: late.filter((end) => !lost.includes(end)),
        });
        expect(stream.stored).toEqual(sortAndScan(stream.calls.values(), [...stream.endTimes], limit));
      });
    }),
    runs,
  );
});

test("what is placed a second time, or leaves and comes back, writes nothing", () => {
  assert(
    property(history, dice, nat(40), ({ calls, ends }, numbers, many) => {
      const stream = new MemoryStream(timeout);
      stream.apply({ added: calls, ends });
      const some = shuffled(calls, numbers).slice(0, many);
      const again = stream.apply({ added: some, removed: shuffled(some, numbers, 3), ends });
      expect(again).toEqual({ created: [], changed: [], removed: [] });
    }),
    { numRuns: 300, verbose: 1 },
  );
});

test("a late call joins the sessions on both sides, and its removal parts them again", () => {
  const stream = new MemoryStream(30 * 60_000);
  stream.apply({ added: [call(0), call(3500)] });
  expect(stream.stored).toHaveLength(2);
  const joined = stream.apply({ added: [call(1750)] });
  expect(joined).toMatchObject({ created: [], changed: [{ after: { figures: { calls: 3 } } }] });
  expect(joined.removed).toHaveLength(1);
  const parted = stream.apply({ removed: [call(1750)] });
  expect(parted).toMatchObject({ changed: [{}], created: [{ figures: { calls: 1 } }], removed: [] });
});

test("exactly the timeout parts, one millisecond less does not; an end parts what stands at its time", () => {
  const late = { ...call(0), hash: "f".repeat(16) };
  expect(sessionWindows([call(0), { ...late, time: 999 }], [], 1000)).toHaveLength(1);
  expect(sessionWindows([call(0), { ...late, time: 1000 }], [], 1000)).toHaveLength(2);
  expect(sessionWindows([call(0), late, { ...late, time: 1 }], [0], 1000)).toMatchObject([
    { figures: { calls: 2 } },
    { figures: { calls: 1 } },
  ]);
});

test("one replaced call of a long session reads no calls", () => {
  const stream = new MemoryStream(1_800_000);
  const calls = Array.from({ length: 500 }, (_, index) => call(index));
  stream.apply({ added: calls });
  stream.open = () => {
    throw new Error("opened");
  };
  const after = { ...calls[250]!, tokensOut: 99, cost: null };
  const answer = stream.apply({ removed: [calls[250]!], added: [after] });
  expect(answer.changed).toMatchObject([{ after: { figures: { tokensOut: 598, unpriced: 1 } } }]);
});

test("calls far apart do not load what lies between them", () => {
  const stream = new MemoryStream(1_800_000);
  stream.apply({ added: Array.from({ length: 100 }, (_, index) => call(index * 3600)) });
  const read: number[] = [];
  const windows = stream.windows.bind(stream);
  stream.windows = (span) => {
    const found = windows(span);
    read.push(found.length);
    return found;
  };
  const answer = stream.apply({ added: [call(10), call(99 * 3600 + 10)] });
  expect(answer.changed).toHaveLength(2);
  expect(read).toEqual([1, 1]);
});
