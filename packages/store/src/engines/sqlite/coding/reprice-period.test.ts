import { assert, constantFrom, nat, property } from "fast-check";
import { afterAll, expect, test } from "vitest";
import { noMetadata } from "@hearth/core/coding/read-metadata";
import type { PriceRecord } from "@hearth/core/coding/price-record";
import type { CallPrices } from "./call-prices.ts";
import type { CodingScope } from "./coding-scope.ts";
import { CodingWorld } from "./fixtures/coding-world.ts";
import { history } from "./fixtures/signals.ts";
import { RepricePeriod, type RepricedFigures, type RepricedPeriod } from "./reprice-period.ts";
import type { SentSignal } from "./signal-rows.ts";
import { StoredCoding } from "./stored-coding.ts";

const record = (model: string, dollars: number): PriceRecord => ({
  model,
  provider: "p",
  from: null,
  to: null,
  multipliers: {},
  perRequest: {},
  tiers: [
    {
      above: 0,
      input: dollars * 1e6,
      cachedInput: null,
      cacheWrite5m: null,
      cacheWrite1h: null,
      output: dollars * 2e6,
    },
  ],
});
/** Another price of one model, a first price of the second. */
const newer: CallPrices = {
  version: "v2",
  find: (model) => (model === "opus" || model === "sonnet" ? record(model, 11) : undefined),
};

const worlds = [new CodingWorld(), new CodingWorld()] as const;
afterAll(() => worlds.forEach((world) => world.close()));
const [repriced, fresh] = worlds;
const newCoding = worlds.map(({ database }) => new StoredCoding(database, newer));
let organizations = 0;

function reprice(scope: CodingScope, period: RepricedPeriod, isTrial = false): RepricedFigures {
  const { database } = repriced;
  const work = new RepricePeriod(database, newCoding[0]!, newer, scope, period);
  while (database.transaction(() => work.step(isTrial))());
  return work.figures;
}

function storedCosts({
  organizationId,
}: CodingScope): { time: number; model: string; cost: number | null }[] {
  return repriced.database
    .prepare<[number], { time: number; model: string; cost: number | null }>(
      `select time, t.term as model, cost from coding_calls c join coding_terms t on t.id = model_id
        where c.organization_id = ? order by stream_id, time, hash`,
    )
    .all(organizationId);
}

const always: RepricedPeriod = { from: 0, to: Date.UTC(2100, 0), concerns: () => true };

test("all calls priced anew are as if they had come under the new prices", () => {
  assert(
    property(history, (signals) => {
      const name = `org_all_${++organizations}`;
      const [old, young] = [repriced.organization(name), fresh.organization(name)];
      repriced.take(old, signals);
      fresh.database.transaction(() => newCoding[1]!.take(young, signals, Date.UTC(2026, 0, 1)))();
      const trial = reprice(old, always, true);
      const before = repriced.contents(old);
      const figures = reprice(old, always);
      expect(trial).toEqual(figures);
      if (figures.repriced > 0) expect(repriced.contents(old)).not.toEqual(before);
      expect(repriced.contents(old)).toEqual(fresh.contents(young));
      expect(repriced.differences(old)).toEqual([]);
      expect(reprice(old, always)).toMatchObject({ looked: figures.looked, repriced: 0, costBefore: 0 });
    }),
    { numRuns: 60, verbose: 1 },
  );
}, 30_000);

test("only the calls of the period and the model change, and the figures say by how much", () => {
  const start = Date.UTC(2025, 10, 1, 23, 50);
  const steps = nat(15).map((step) => start + step * 900_000);
  assert(
    property(history, steps, steps, constantFrom("opus", "sonnet", "unknown"), (signals, a, b, model) => {
      const scope = repriced.organization(`org_part_${++organizations}`);
      repriced.take(scope, signals);
      const before = storedCosts(scope);
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const figures = reprice(scope, { from, to, concerns: (name) => name === model });
      const after = storedCosts(scope);
      const sums = {
        looked: 0,
        repriced: 0,
        costBefore: 0,
        costAfter: 0,
        unpricedBefore: 0,
        unpricedAfter: 0,
      };
      for (const [index, { time, model: name, cost }] of before.entries()) {
        const isMeant = name === model && from <= time && time < to;
        sums.looked += Number(isMeant);
        if (!isMeant) expect(after[index]!.cost).toBe(cost);
        if (after[index]!.cost === cost) continue;
        sums.repriced++;
        sums.costBefore += cost ?? 0;
        sums.costAfter += after[index]!.cost ?? 0;
        sums.unpricedBefore += Number(cost === null);
        sums.unpricedAfter += Number(after[index]!.cost === null);
      }
      expect(figures).toEqual(sums);
      expect(repriced.differences(scope)).toEqual([]);
    }),
    { numRuns: 60, verbose: 1 },
  );
}, 30_000);

const call = (index: number): SentSignal => ({
  type: "post-tool",
  adapter: "codex",
  keys: [`msg_${index}`],
  sessionName: null,
  user: "ana",
  project: "p",
  time: Date.UTC(2025, 5, 1) + index * 60_000,
  backfill: true,
  dropped: 0,
  metadata: { ...noMetadata, model: "opus", tokensIn: 10, tokensOut: 2, cacheRead: 1 },
});

test("a long stream is taken in steps, each of which leaves all figures in line", () => {
  const scope = repriced.organization("org_long");
  repriced.take(
    scope,
    Array.from({ length: 5_000 }, (_, index) => call(index)),
  );
  const work = new RepricePeriod(repriced.database, newCoding[0]!, newer, scope, always);
  const seen: number[] = [];
  for (let more = true; more;) {
    more = repriced.database.transaction(() => work.step(false))();
    seen.push(work.figures.repriced);
    expect(repriced.differences(scope)).toEqual([]);
  }
  expect(seen.slice(0, 3)).toEqual([2_000, 4_000, 5_000]);
  expect(work.figures).toMatchObject({ costBefore: 5_000 * (9 * 3 + 1 + 2 * 7), costAfter: 5_000 * 11 * 14 });
});
