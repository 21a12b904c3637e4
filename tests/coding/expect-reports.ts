import { expect } from "vitest";
import type { EventBody } from "./coding-answers.ts";
import type { CodingClient, Query } from "./coding-client.ts";
import { type Grouped, type Grouping, groupings, ofEvent, ofSession } from "./report-groupings.ts";
import type { Listed } from "./server-answers.ts";

interface UsageReport {
  readonly totals: Readonly<Record<"tokens_in" | "tokens_out" | "sessions" | "events", number>>;
  readonly data: readonly Readonly<Record<string, unknown>>[];
}

interface CostReport {
  readonly totals: { readonly cost_usd: number; readonly sessions: number };
  readonly data: readonly {
    readonly cost_usd: number;
    readonly breakdown: Readonly<Record<string, number>>;
  }[];
}

interface ModelsReport {
  readonly data: readonly {
    readonly model: string;
    readonly tokens_in: number;
    readonly tokens_out: number;
    readonly cost_usd: number;
    readonly events: number;
  }[];
}

/** Reports say what counting events and sessions one by one says, in whole and in groups. */
export async function expectReportsRecount(
  client: CodingClient,
  { sessions, events }: Listed,
): Promise<void> {
  for (const [from, to] of rangesOf(events).filter(([from, to]) => from < to)) {
    const inRange = {
      sessions: sessions.filter(within(from, to, ofSession)),
      events: events.filter(within(from, to, ofEvent)),
    };
    for (const name of Object.keys(groupings) as (keyof typeof groupings)[]) {
      await expectUsage(client, { from, to, group_by: name }, inRange, groupings[name]);
    }
    await expectCost(client, { from, to }, inRange);
    await expectModels(client, { from, to }, inRange.events);
    for (const member of ["user_id", "project_id"] as const) {
      const value = inRange.events.find((event) => event[member] !== null)?.[member] ?? "nobody";
      const own = {
        sessions: inRange.sessions.filter((session) => session[member] === value),
        events: inRange.events.filter((event) => event[member] === value),
      };
      await expectUsage(client, { from, to, group_by: "day", [member]: value }, own, groupings.day);
      await expectCost(client, { from, to, [member]: value }, own);
    }
  }
}

const day = 86_400_000;
const quarter = 900_000;

/** Days that hold everything, or all that one report may, days in the middle, and a stretch of quarter hours. */
function rangesOf(events: readonly EventBody[]): [string, string][] {
  const times = events.map(({ ts }) => Date.parse(ts)).toSorted((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))]!;
  const last = Math.min(at(1), at(0) + 80 * day);
  const date = (time: number): string => new Date(time).toISOString().slice(0, 10);
  const instant = (time: number): string => new Date(Math.floor(time / quarter) * quarter).toISOString();
  return [
    [date(at(0)), date(last + day)],
    [date(at(0.3)), date(Math.min(at(0.6), at(0.3) + 80 * day) + day)],
    [instant(at(0.4)), instant(Math.min(at(0.5), at(0.4) + 80 * day) + quarter)],
  ];
}

const within =
  <Item>(from: string, to: string, read: (item: Item) => Grouped) =>
  (item: Item): boolean => {
    const time = Date.parse(read(item).time);
    return time >= Date.parse(from) && time < Date.parse(to);
  };

const sum = <Item>(items: readonly Item[], read: (item: Item) => number): number =>
  items.reduce((all, each) => all + read(each), 0);
const micro = (usd: number | null): number => Math.round((usd ?? 0) * 1e6);

const usageOf = ({ sessions, events }: Pick<Listed, "sessions" | "events">) => ({
  tokens_in: sum(events, (event) => event.tokens_in),
  tokens_out: sum(events, (event) => event.tokens_out),
  sessions: sessions.length,
  events: events.length,
});

async function expectUsage(
  client: CodingClient,
  query: Query,
  { sessions, events }: Pick<Listed, "sessions" | "events">,
  { member, of }: Grouping,
): Promise<void> {
  const report = await client.get<UsageReport>("/api/v1/reports/usage", query);
  expect(report.totals).toMatchObject(usageOf({ sessions, events }));
  const names = new Set([
    ...sessions.map((each) => of(ofSession(each))),
    ...events.map((each) => of(ofEvent(each))),
  ]);
  const recount = [...names].map((name) => ({
    name,
    ...usageOf({
      sessions: sessions.filter((each) => of(ofSession(each)) === name),
      events: events.filter((each) => of(ofEvent(each)) === name),
    }),
  }));
  const told = report.data.map((row) => ({
    name: row[member] ?? null,
    tokens_in: row["tokens_in"],
    tokens_out: row["tokens_out"],
    sessions: row["sessions"],
    events: row["events"],
  }));
  // A period in which nothing happened may be listed or not.
  const isUsed = ({ sessions, events }: { sessions: unknown; events: unknown }): boolean =>
    sessions !== 0 || events !== 0;
  expect(new Set(told.filter(isUsed)), JSON.stringify(query)).toEqual(new Set(recount));
}

async function expectCost(
  client: CodingClient,
  query: Query,
  { sessions, events }: Pick<Listed, "sessions" | "events">,
): Promise<void> {
  const { totals, data } = await client.get<CostReport>("/api/v1/reports/cost", query);
  const cost = sum(events, (event) => micro(event.cost_usd));
  expect({ cost: micro(totals.cost_usd), sessions: totals.sessions }).toEqual({
    cost,
    sessions: sessions.length,
  });
  expect(sum(data, (row) => micro(row.cost_usd))).toBe(cost);
  expect(sum(data, (row) => sum(Object.values(row.breakdown), micro))).toBe(cost);
}

async function expectModels(client: CodingClient, query: Query, events: readonly EventBody[]): Promise<void> {
  const { data } = await client.get<ModelsReport>("/api/v1/reports/models", query);
  const recount = [...Map.groupBy(events, ({ model }) => model)].map(([model, own]) => ({
    model,
    tokens_in: sum(own, (event) => event.tokens_in),
    tokens_out: sum(own, (event) => event.tokens_out),
    cost: sum(own, (event) => micro(event.cost_usd)),
    events: own.length,
  }));
  const told = data.map(({ model, tokens_in, tokens_out, cost_usd, events }) => ({
    model,
    tokens_in,
    tokens_out,
    cost: micro(cost_usd),
    events,
  }));
  expect(new Set(told)).toEqual(new Set(recount));
}
