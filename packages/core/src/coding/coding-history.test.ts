import { array, assert, constantFrom, nat, property, record } from "fast-check";
import { expect, test } from "vitest";
import type { Call } from "./call.ts";
import { orderKeys } from "./call-identity.ts";
import { enrichCall } from "./enrich-call.ts";
import { dice, shuffled, split, timeout } from "./fixtures/histories.ts";
import { countedCalls, MemoryCoding, placeOf } from "./fixtures/memory-coding.ts";
import { report } from "./fixtures/reports.ts";
import { sortAndScan } from "./fixtures/sort-and-scan.ts";
import { type Stream, streamName, streamOf, timeoutOf } from "./stream.ts";

/** Reports of about a dozen calls by two users, two tools and two projects, some of them named. */
const sent = array(
  record({
    report,
    message: nat(11),
    request: nat(30),
    time: record({ step: nat(12), shift: constantFrom(-1, 0, 0, 1) }),
    isNamed: constantFrom(false, false, false, true),
  }),
  { maxLength: 40 },
).map((items) =>
  items.map(({ report, message, request, time, isNamed }): Call => ({
    ...report,
    keys: orderKeys([`message:${message}`, ...(request < 12 ? [`request:${request}`] : [])]),
    time: 1_700_000_000_000 + (time.step * timeout) / 2 + time.shift,
    sessionName: isNamed ? report.sessionName : null,
  })),
);

const ended = array(record({ report, step: nat(12), shift: constantFrom(-1, 0, 1) }), { maxLength: 4 }).map(
  (items) =>
    items.map(({ report, step, shift }) => ({
      stream: streamOf("live", { ...report, sessionName: null }),
      time: 1_700_000_000_000 + (step * timeout) / 2 + shift,
    })),
);

function sessionsOf(
  calls: readonly Call[],
  ends: readonly { stream: Stream; time: number }[],
): Map<string, object[]> {
  const streams = new Map<string, { stream: Stream; calls: Call[] }>();
  for (const call of countedCalls(calls)) {
    const stream = streamOf("live", call);
    const group = streams.get(streamName(stream)) ?? { stream, calls: [] };
    group.calls.push(call);
    streams.set(streamName(stream), group);
  }
  return new Map(
    [...streams].map(([name, { stream, calls }]) => {
      const own = ends.filter((end) => streamName(end.stream) === name).map(({ time }) => time);
      return [name, sortAndScan(calls.map(placeOf), own, timeoutOf(stream, timeout))];
    }),
  );
}

/** Reports that share a key, also through others, as one call. */
function callsOf(reports: readonly Call[]): Call[] {
  const calls: Call[] = [];
  for (const report of reports) {
    const same = calls.filter(({ keys }) => keys.some((key) => report.keys.includes(key)));
    for (const call of same) calls.splice(calls.indexOf(call), 1);
    calls.push(same.reduce(enrichCall, report));
  }
  return calls;
}

test("however a history arrives, its sessions are those of the whole set; deletions stick", () => {
  assert(
    property(sent, ended, dice, (reports, ends, numbers) => {
      const coding = new MemoryCoding(timeout);
      const items = [
        ...reports.map((report) => ({ report })),
        ...ends.map((end) => ({ end })),
        ...reports.slice(0, numbers[0]! % 5).map((report) => ({ report })),
      ];
      for (const batch of split(shuffled(items, numbers), numbers)) {
        coding.take(
          batch.flatMap((item) => ("report" in item ? item.report : [])),
          batch.flatMap((item) => ("end" in item ? item.end : [])),
        );
      }
      expect(coding.sessions()).toEqual(sessionsOf(callsOf(reports), ends));

      const doomed = shuffled(coding.calls(), numbers, 7).slice(0, 3);
      for (const call of doomed) coding.delete(call);
      coding.take(shuffled(reports, numbers, 9), ends);
      const gone = new Set(doomed.flatMap(({ keys }) => keys));
      const left = callsOf(reports).filter(({ keys }) => !keys.some((key) => gone.has(key)));
      expect(coding.sessions()).toEqual(sessionsOf(left, ends));
    }),
    { numRuns: 1500, verbose: 1 },
  );
});
