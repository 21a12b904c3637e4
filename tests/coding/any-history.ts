import { type Arbitrary, array, constant, constantFrom, nat, oneof, option, record } from "fast-check";
import {
  type CallFacts,
  type CallSketch,
  type EndSketch,
  type HistorySketch,
  type ReportSketch,
  sessionTimeout,
  type StreamSketch,
} from "./history-sketch.ts";

const stream: Arbitrary<StreamSketch> = record({
  user: constantFrom(0, 0, 0, 1),
  adapter: constantFrom(0, 0, 0, 1),
  project: constantFrom(1, 1, 1, 0, 2),
});

/** Around the timeout and around half of it to the millisecond, so that calls in between join and shorten. */
const borders = [0.5, 1, 2].flatMap((share) => [-1, 0, 1].map((by) => share * sessionTimeout + by));
const gap = oneof(constantFrom(0, 1, ...borders), nat(sessionTimeout), nat(3 * sessionTimeout));
const shift = oneof(
  { weight: 3, arbitrary: constant(0) },
  constantFrom(-1, 1, -sessionTimeout, sessionTimeout, sessionTimeout - 1, sessionTimeout + 1),
  nat(sessionTimeout),
);
const rarely = <Value>(arbitrary: Arbitrary<Value>): Arbitrary<Value | null> =>
  option(arbitrary, { freq: 1, nil: null });
const seldom = <Value>(arbitrary: Arbitrary<Value>): Arbitrary<Value | null> =>
  oneof({ weight: 7, arbitrary: constant(null) }, arbitrary);
const session = seldom(nat(1));

/** Small numbers, so that every tie between two records is met. */
const facts: Arbitrary<CallFacts> = record({
  model: option(constantFrom("claude-opus-4-5", "claude-haiku-4-5", "gpt-5.1", "house-model"), { freq: 6 }),
  uncached: option(nat(90), { freq: 6 }),
  tokensOut: option(nat(40), { freq: 6 }),
  parts: option(constantFrom<[number, number, number]>([0, 0, 0], [7, 0, 0], [3, 5, 2], [90, 1, 1]), {
    freq: 1,
  }),
  reasoning: rarely(nat(3)),
  latency: rarely(nat(3)),
  cost: rarely(nat(5_000)),
  error: seldom(constantFrom("rate_limited", "overloaded")),
  text: rarely(constantFrom("a", "b")),
  toolSession: seldom(nat(1)),
  batch: constantFrom(false, false, false, true),
  searches: seldom(nat(2)),
});

const sources = constantFrom("transcript", "otlp", "hook", "house", null);
const keys = constantFrom<ReportSketch["keys"][]>(
  ["message"],
  ["message", "request"],
  ["request"],
  ["request", "own"],
  ["own"],
  ["message", "own", "request"],
);
const rareKeys = constantFrom<ReportSketch["keys"][]>([], ["request", "next"], ["message", "next"]);

const firstReport: Arbitrary<ReportSketch> = record({
  keys: oneof({ weight: 9, arbitrary: keys }, constant([])),
  shift: constant(0),
  stream: constant(null),
  session,
  source: sources,
  isEnd: constant(false),
  facts,
  isoTime: constantFrom(true, false),
});
const otherReport: Arbitrary<ReportSketch> = record({
  keys: oneof({ weight: 9, arbitrary: keys }, rareKeys),
  shift,
  stream: seldom(stream),
  session,
  source: sources,
  isEnd: constantFrom(false, false, false, false, true),
  facts,
  isoTime: constantFrom(true, false),
});

const call: Arbitrary<CallSketch> = record({
  stream,
  gap,
  first: firstReport,
  others: array(otherReport, { maxLength: 3, size: "max" }),
}).map(({ first, others, ...rest }) => ({ ...rest, reports: [first, ...others] }));

const end: Arbitrary<EndSketch> = record({
  call: nat(12),
  shift: constantFrom(-1, 0, 0, 1, sessionTimeout >> 1, 1_000),
  stream: seldom(stream),
  session: oneof({ weight: 9, arbitrary: constant(null) }, nat(1)),
  hasId: constantFrom(true, false),
});

/** Histories of two users with two tools in two projects. */
export const anyHistory: Arbitrary<HistorySketch> = record({
  calls: array(call, { minLength: 1, maxLength: 12, size: "max" }),
  ends: array(end, { maxLength: 3, size: "max" }),
  signals: array(
    end.chain((beside) =>
      constantFrom("user-prompt", "stop", "session-start", "hesitation").map((type) => ({ ...beside, type })),
    ),
    { maxLength: 3, size: "max" },
  ),
});
