import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  nat,
  option,
  record,
} from "fast-check";
import { describe, expect, test } from "vitest";
import type { StoreContext } from "../../context.ts";
import { stringify } from "../../json-text.ts";
import { costReport } from "./cost-report.ts";
import { modelsReport } from "./models-report.ts";
import { Recount, type Recounted } from "./fixtures/recount.ts";
import { projects, users, usagePlan } from "./fixtures/usage-plan.ts";
import { ownTeam, UsageWorld } from "./fixtures/usage-world.ts";
import { usageReport } from "./usage-report.ts";

/** Around the day on which the clocks of Berlin go forward, a year's end among it. */
const begin = Date.UTC(2025, 11, 20);
const end = Date.UTC(2026, 3, 10);
const now = Date.UTC(2026, 5, 1);

/** An end of a period: an instant, or a local date with the instant at which it begins. */
const dates = new Map<string, { text: string; at: number }[]>();
function datesIn(zone: string): { text: string; at: number }[] {
  let known = dates.get(zone);
  if (!known) {
    known = [];
    const clock = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
    for (let at = begin; at < end; at += 900_000) {
      const text = clock.format(at);
      if (text !== clock.format(at - 1)) known.push({ text, at });
    }
    dates.set(zone, known);
  }
  return known;
}

const wish = record({
  isTest: boolean(),
  first: nat(),
  second: nat(),
  areDates: boolean(),
  isNear: boolean(),
  group_by: option(constantFrom("day", "week", "month", "user", "project", "model"), { nil: undefined }),
  user_id: option(constantFrom(...users, "nobody"), { nil: undefined, freq: 2 }),
  project_id: option(constantFrom(...projects.filter((project) => project !== null)), {
    nil: undefined,
    freq: 2,
  }),
  team_id: option(constantFrom(ownTeam), { nil: undefined, freq: 2 }),
});

function endsOf(zone: string, first: number, second: number, areDates: boolean, isNear: boolean) {
  const known = datesIn(zone);
  const ends = [first, second].map((number) => {
    if (areDates) return known[number % known.length]!;
    const at = begin + (number % (isNear ? 3 * 86_400_000 : end - begin));
    return { text: new Date(at).toISOString(), at };
  });
  ends.sort((a, b) => a.at - b.at);
  const [from, to] = ends as [{ text: string; at: number }, { text: string; at: number }];
  return from.at < to.at
    ? { from, to }
    : { from, to: { text: new Date(from.at + 1).toISOString(), at: from.at + 1 } };
}

const dollars = ({ cost }: Recounted): number => cost / 1e6;
const pick = <Name extends keyof Recounted>(from: Recounted, ...names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, from[name]]));
const usageOf = ({ cost: _cost, unpriced_count: _unpriced, ...usage }: Recounted) => usage;
const costOf = (sums: Recounted) => ({
  cost_usd: dollars(sums),
  ...pick(sums, "sessions", "unpriced_count"),
});
const modelOf = (sums: Recounted) => ({
  cost_usd: dollars(sums),
  ...pick(sums, "tokens_in", "tokens_out", "events", "unpriced_count"),
});
const named = (grouping: string, key: string | null) => {
  const member = { user: "user_id", project: "project_id", model: "model" }[grouping] ?? "date";
  return { [member]: key };
};

describe.each(["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/Santiago"])("in %s", (zone) => {
  test("reports say what going through all calls says, whatever the period, grouping and filters", async () => {
    await assert(
      asyncProperty(
        nat(),
        array(wish, { minLength: 12, maxLength: 12 }),
        integer({ min: 0, max: 250 }),
        async (seed, wishes, calls) => {
          const world = new UsageWorld(zone, now);
          try {
            const live = usagePlan(seed, begin, end, calls);
            const testPlan = usagePlan(seed + 2, begin, end, 30);
            world.count(live);
            world.count(usagePlan(seed + 1, begin, end, 30), 2);
            world.count(testPlan, 1, "test");
            for (const { first, second, areDates, isNear, isTest, team_id: team, ...others } of wishes) {
              // The team is one of live data.
              const choices = isTest ? others : { ...others, team_id: team };
              const plan = isTest ? testPlan : live;
              const { from, to } = endsOf(zone, first, second, areDates, isNear);
              const request = { from: from.text, to: to.text, ...choices };
              await expectReports(
                world.context(1, isTest ? "test" : "live"),
                zone,
                request,
                new Recount(plan, request, { from: from.at, to: to.at }, zone),
              );
            }
          } finally {
            world.close();
          }
        },
      ),
      { numRuns: 8, verbose: 1 },
    );
  });
});

async function expectReports(
  context: StoreContext,
  zone: string,
  request: Parameters<typeof usageReport>[1],
  recount: Recount,
): Promise<void> {
  const grouping = request.group_by ?? "day";
  const total = recount.total();
  const rows = recount.rows();
  const period = {
    from: new Date(recount.from).toISOString(),
    to: new Date(recount.to).toISOString(),
    time_zone: zone,
  };
  const inOrder = (weight: (sums: Recounted) => number) =>
    [...rows].toSorted(
      ([a, { sums: x }], [b, { sums: y }]) =>
        (["day", "week", "month"].includes(grouping) ? 0 : weight(y) - weight(x)) ||
        ((a ?? "") < (b ?? "") ? -1 : 1),
    );

  expect(await usageReport(context, request)).toEqual({
    period,
    group_by: grouping,
    totals: usageOf(total),
    data: inOrder((sums) => sums.tokens_in + sums.tokens_out).map(([key, { sums }]) => ({
      ...named(grouping, key),
      ...usageOf(sums),
    })),
  });

  const cost = await costReport(context, request);
  expect(JSON.parse(stringify(cost))).toEqual({
    period,
    group_by: grouping,
    totals: costOf(total),
    data: inOrder(({ cost }) => cost).map(([key, { sums, models }]) => ({
      ...named(grouping, key),
      ...costOf(sums),
      breakdown: Object.fromEntries(
        [...models].flatMap(([model, own]) =>
          model !== null && own.events > 0 ? [[model, dollars(own)]] : [],
        ),
      ),
    })),
  });

  const models = await modelsReport(context, { ...request, group_by: grouping });
  expect({ ...models, data: new Set(models.data.map(({ share_pct: _share, ...row }) => row)) }).toEqual({
    period,
    group_by: grouping,
    totals: modelOf(total),
    data: new Set(
      [...rows].flatMap(([key, row]) =>
        [...row.models].flatMap(([model, sums]) =>
          model === null || sums.events === 0
            ? []
            : [{ ...(grouping === "model" ? {} : named(grouping, key)), model, ...modelOf(sums) }],
        ),
      ),
    ),
  });
  const shares = Map.groupBy(models.data, (row) => JSON.stringify({ ...row, ...blank }));
  for (const group of shares.values()) {
    const all = group.reduce((sum, { share_pct: share }) => sum + share, 0);
    expect(Math.abs(all - 100)).toBeLessThan(0.01 * group.length);
    const whole = group.reduce((sum, { cost_usd: usd }) => sum + usd, 0);
    for (const row of group)
      if (whole > 0) expect(Math.abs(row.share_pct - (100 * row.cost_usd) / whole)).toBeLessThan(0.0051);
  }
}

/** Takes out of a row what does not tell groups apart. */
const blank = {
  model: 0,
  tokens_in: 0,
  tokens_out: 0,
  cost_usd: 0,
  events: 0,
  unpriced_count: 0,
  share_pct: 0,
};
