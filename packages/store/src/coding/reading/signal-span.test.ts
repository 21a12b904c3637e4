import { attachSignal } from "@hearth/core/coding/attach-signal";
import { sessionWindows } from "@hearth/core/coding/session-windows";
import { history, timeout } from "@hearth/core/coding/fixtures/histories";
import { assert, property } from "fast-check";
import { expect, test } from "vitest";
import { signalSpan } from "./signal-span.ts";

test("a signal lies in the stretch of the session it attaches to, and in no other", () => {
  assert(
    property(history, ({ calls, ends }) => {
      const windows = sessionWindows(calls, ends, timeout);
      const spans = windows.map(({ first, last }, at) => {
        const before = windows[at - 1]?.last.time;
        const endSince = (time: number): number | undefined =>
          ends.filter((end) => end >= time).toSorted(up)[0];
        return signalSpan(
          { first: first.time, last: last.time },
          {
            before: before === undefined ? undefined : { last: before, end: endSince(before) },
            endBefore: ends
              .filter((end) => end < first.time)
              .toSorted(up)
              .at(-1),
            endAfter: endSince(last.time),
            next: windows[at + 1]?.first.time,
          },
          timeout,
        );
      });
      const times = [...calls.map(({ time }) => time), ...ends];
      for (const near of times) {
        for (const shift of [0, 1, -1, timeout - 1, timeout, 1 - timeout, -timeout, timeout >> 1]) {
          const time = near + shift;
          const before = windows.findLast(({ first }) => first.time <= time);
          const after = windows.find(({ first }) => first.time > time);
          const held = spans.filter(({ from, to }) => from <= time && time < to);
          const attached = attachSignal(time, before, after, ends, timeout);
          expect(held).toEqual(attached ? [spans[windows.indexOf(attached)]] : []);
        }
      }
    }),
    { numRuns: 300, verbose: 1 },
  );
});

const up = (a: number, b: number): number => a - b;
