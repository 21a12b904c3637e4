import { afterAll, beforeAll, expect, test } from "vitest";
import { busySpans } from "./busy-spans.ts";
import { type CodingFilters, selectCoding } from "./coding-selection.ts";
import { codingTenant } from "./coding-tenant.ts";
import { type PlainEvent, type PlainSession, ReadingWorld } from "./fixtures/reading-world.ts";
import { workHistory } from "./fixtures/work-history.ts";
import type { Measure } from "./usage-cells.ts";

const start = Date.UTC(2026, 1, 1);
const quarter = 900_000;
const day = 86_400_000;
let world: ReadingWorld;

beforeAll(() => {
  world = new ReadingWorld(start, "Asia/Kathmandu");
  world.send(world.live, workHistory({ seed: 7, start, days: 120, stretches: 1_200 }));
});
afterAll(() => world.close());

type Plain = Pick<PlainSession & PlainEvent, "user" | "adapter" | "model" | "time">;

const found = (measure: Measure): readonly Plain[] => {
  if (measure === "sessions") return world.sessions(world.live).map((row) => ({ ...row, model: row.model! }));
  return world.events(world.live).filter(({ isError }) => measure === "calls" || isError);
};

const attempts: readonly [CodingFilters, (one: Plain) => boolean][] = [
  [{}, () => true],
  [{ user_id: "eve" }, ({ user }) => user === "eve"],
  [{ user_id: "ana", model: "haiku" }, ({ user, model }) => user === "ana" && model === "haiku"],
  [
    { adapter: "claude-code", model: "opus" },
    ({ adapter, model }) => adapter === "claude-code" && model === "opus",
  ],
];

test.each(["sessions", "calls", "errors"] as const)(
  "the spans of %s hold all there is to find, in order, each once, and little else",
  async (measure) => {
    const context = world.context(world.live);
    const tenant = await codingTenant(context);
    const range = { from: start + 10.3 * day, to: start + 110.6 * day };
    for (const [filters, keeps] of attempts) {
      const selection = (await selectCoding(context, tenant, filters))!;
      const expected = found(measure).filter(
        (one) => keeps(one) && one.time >= range.from && one.time < range.to,
      );
      for (const order of ["asc", "desc"] as const) {
        for (const wanted of [1, 5, 40]) {
          const search = { selection, measure, order, wanted: () => wanted };
          const spans: { from: number; to: number; count: number }[] = [];
          for await (const { from, to, count, cells } of busySpans(context, tenant, search, range)) {
            const streams = await cells({ from, to }).select("stream_id").execute();
            expect(streams.length).toBeGreaterThan(0);
            spans.push({ from: from * quarter, to: to * quarter, count });
          }
          const ordered = order === "asc" ? spans : spans.toReversed();
          for (const [at, span] of ordered.entries()) {
            expect(span.from).toBeGreaterThanOrEqual(ordered[at - 1]?.to ?? range.from - quarter);
          }
          const missed = expected.filter(
            ({ time }) => !spans.some(({ from, to }) => from <= time && time < to),
          );
          expect(missed).toEqual([]);
          const counted = spans.reduce((sum, { count }) => sum + count, 0);
          expect(counted).toBeGreaterThanOrEqual(expected.length);
          // The quarter hours at the ends of the range are counted whole.
          expect(counted - expected.length).toBeLessThan(20);
          expect(spans.filter(({ count }) => count > wanted + 60)).toEqual([]);
        }
      }
    }
  },
);

test("where nothing is wanted any more, nothing is looked for", async () => {
  const context = world.context(world.live);
  const tenant = await codingTenant(context);
  const selection = (await selectCoding(context, tenant, {}))!;
  let wanted = 1;
  const search = { selection, measure: "calls", order: "desc", wanted: () => wanted } as const;
  let spans = 0;
  for await (const _span of busySpans(context, tenant, search, selection.range)) {
    spans++;
    wanted = 0;
  }
  expect(spans).toBe(1);
});
