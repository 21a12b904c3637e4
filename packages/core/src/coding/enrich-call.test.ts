import { assert, property } from "fast-check";
import { expect, test } from "vitest";
import type { Call } from "./call.ts";
import { enrichCall, sameCall } from "./enrich-call.ts";
import { dice, shuffled } from "./fixtures/histories.ts";
import { plainCall as base, report, reports } from "./fixtures/reports.ts";

const runs = { numRuns: 3000, verbose: 1 as const };
const join = (all: readonly Call[]): Call => all.reduce(enrichCall);

test("two reports say the same in either order, and one says nothing new to itself", () => {
  assert(
    property(report, report, (a, b) => {
      expect(enrichCall(a, b)).toEqual(enrichCall(b, a));
      expect(enrichCall(a, a)).toEqual(a);
      expect(sameCall(enrichCall(a, b), enrichCall(b, a))).toBe(true);
    }),
    runs,
  );
});

test("any order, grouping and doubling of a call's reports gives the same call", () => {
  assert(
    property(reports, dice, (all, numbers) => {
      const mixed = shuffled([...all, ...all.slice(0, numbers[0]! % 4)], numbers);
      const cut = numbers[1]! % mixed.length;
      const parts = [mixed.slice(0, cut), mixed.slice(cut)].filter(({ length }) => length > 0).map(join);
      expect(join(parts)).toEqual(join(all));
    }),
    runs,
  );
});

test("a call is the same as another exactly where nothing in them differs", () => {
  assert(
    property(reports, reports, (one, two) => {
      const [a, b] = [join(one), join(two)];
      const isEqual = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
      expect(sameCall(a, b)).toBe(isEqual);
      expect(sameCall(a, structuredClone(a))).toBe(true);
    }),
    runs,
  );
});

const sorted = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, member]) => [name, sorted(member)]),
      )
    : value;

test("the record with most output is kept whole, whatever its source and the rest of it", () => {
  const placeholder = base;
  const full = { ...base, usage: { ...base.usage, tokensIn: 90, cacheRead: 0, tokensOut: 400 } };
  expect(enrichCall(placeholder, full).usage).toEqual(full.usage);
  const telemetry = { ...full, sources: ["otlp"], usage: { ...full.usage, cacheWrite1h: 0 } };
  expect(enrichCall(telemetry, full).usage).toEqual(full.usage);
});

test("telemetry of a call in a transcript adds what the transcript lacks and moves nothing else", () => {
  const telemetry: Call = {
    ...base,
    keys: ["request:r1"],
    sources: ["otlp"],
    time: base.time + 500,
    project: null,
    machine: null,
    latency: 812,
    costReported: 4100,
    gitBranch: "other",
  };
  expect(enrichCall(base, telemetry)).toEqual({
    ...base,
    sources: ["transcript", "otlp"],
    latency: 812,
    costReported: 4100,
    origins: {
      user: "transcript",
      usage: "transcript",
      project: "transcript",
      adapter: "transcript",
      gitBranch: "transcript",
      machine: "transcript",
      toolSession: "transcript",
    },
  });
});

test("a named session wins over none, the smaller of two names, and its user comes with it", () => {
  const named = { ...base, sources: ["hook"], sessionName: "b", user: "ben" };
  expect(enrichCall(base, named)).toMatchObject({ sessionName: "b", user: "ben" });
  const smaller = { ...base, sources: ["adapter"], sessionName: "a", user: "cy" };
  expect(enrichCall(smaller, named)).toMatchObject({ sessionName: "a", user: "cy" });
});
