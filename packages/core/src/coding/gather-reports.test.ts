import { array, assert, property } from "fast-check";
import { expect, test } from "vitest";
import type { Call } from "./call.ts";
import { enrichCall } from "./enrich-call.ts";
import { dice, shuffled, split } from "./fixtures/histories.ts";
import { plainCall, report } from "./fixtures/reports.ts";
import { gatherReports, type KnownKey } from "./gather-reports.ts";

/** Calls by key as a store would hold them. */
class Calls {
  readonly byKey = new Map<string, KnownKey<Call>>();

  take(reports: readonly Call[]): readonly string[] {
    const { changes, receipts } = gatherReports(reports, (key) => this.byKey.get(key));
    for (const { after } of changes) for (const key of after!.keys) this.byKey.set(key, after);
    for (const { call } of receipts) if (call) expect(this.byKey.get(call.keys[0]!)).toEqual(call);
    return receipts.map(({ status }) => status);
  }

  all(): Call[] {
    return [...new Set(this.byKey.values())].filter((fact) => typeof fact === "object");
  }
}

/** Reports that share a key, also through others, joined by going round until nothing changes. */
function joinedBySharing(reports: readonly Call[]): Call[] {
  const calls: Call[] = [];
  for (const report of reports) {
    let joined = report;
    for (const other of calls.filter(({ keys }) => keys.some((key) => report.keys.includes(key)))) {
      joined = enrichCall(joined, other);
      calls.splice(calls.indexOf(other), 1);
    }
    calls.push(joined);
  }
  return calls;
}

const byKeys = (calls: readonly Call[]): Call[] =>
  calls.toSorted((a, b) => (a.keys.join() < b.keys.join() ? -1 : 1));

test("reports in any batches and order become the calls their shared keys make them", () => {
  assert(
    property(array(report, { maxLength: 12 }), dice, (reports, numbers) => {
      const calls = new Calls();
      const sent = shuffled([...reports, ...reports.slice(0, 3)], numbers);
      for (const batch of split(sent, numbers)) calls.take(batch);
      expect(byKeys(calls.all())).toEqual(byKeys(joinedBySharing(reports)));
      expect(new Set(calls.take(sent))).toEqual(new Set(sent.map(() => "duplicate")));
    }),
    { numRuns: 2000, verbose: 1 },
  );
});

const one: Call = { ...plainCall, keys: ["message:a:1"] };

test("receipts tell new, enriched, repeated and deleted reports apart", () => {
  const calls = new Calls();
  calls.byKey.set("request:gone", "deleted");
  const later = { ...one, keys: ["message:a:1", "request:9"], latency: 7 };
  const other = { ...one, keys: ["message:a:2"] };
  const bridge = { ...one, keys: ["message:a:2", "request:9"] };
  const dead = { ...one, keys: ["message:a:3", "request:gone"] };
  expect(calls.take([one, one, later, other, dead])).toEqual([
    "stored",
    "duplicate",
    "enriched",
    "stored",
    "deleted",
  ]);
  expect(calls.take([bridge, bridge])).toEqual(["enriched", "duplicate"]);
  expect(calls.all()).toHaveLength(1);
  expect(calls.byKey.has("message:a:3")).toBe(false);
});

test("two stored calls that turn out to be one are both named as what was before", () => {
  const two = { ...one, keys: ["request:9"] };
  const stored = new Map([
    ["message:a:1", one],
    ["request:9", two],
  ]);
  const bridge = { ...one, keys: ["message:a:1", "request:9"] };
  const { changes } = gatherReports([bridge], (key) => stored.get(key));
  expect(changes).toEqual([{ before: [one, two], after: bridge }]);
});
