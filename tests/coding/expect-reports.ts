import { expect } from "vitest";
import type { EventBody } from "./coding-answers.ts";
import type { CodingClient, Query } from "./coding-client.ts";
import { type Grouped, groupedIn, type Grouping, groupings, isWithin } from "./report-groupings.ts";
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

/** Events and sessions of a range. */
interface Counted {
  readonly sessions: readonly Grouped[];
  readonly events: readonly Grouped[];
}

/**
 * Reports say what counting events and sessions one by one says, in whole and in groups.
 * @param zone the organization's time zone
 */
export async function expectReportsRecount(
  client: CodingClient,
  listed: Listed,
  zone = "UTC",
): Promise<void> {
  const grouped = groupedIn(zone);
  const all: Counted = { sessions: listed.sessions.map(grouped), events: listed.events.map(grouped) };
  for (const [from, to] of rangesOf(all.events).filter(([from, to]) => from < to)) {
    const counted = chosen(all, isWithin(from, to));
    for (const name of Object.keys(groupings) as (keyof typeof groupings)[]) {
      await expectUsage(client, { from, to, group_by: name }, counted, groupings[name]);
    }
    await expectCost(client, { from, to }, counted);
    await expectModels(client, { from, to }, counted);
    for (const member of ["user_id", "project_id"] as const) {
      const value = counted.events.find(({ item }) => item[member] !== null)?.item[member] ?? "nobody";
      const own = chosen(counted, ({ item }) => item[member] === value);
      await expectUsage(client, { from, to, group_by: "day", [member]: value }, own, groupings.day);
      await expectCost(client, { from, to, [member]: value }, own);
    }
  }
}

const chosen = ({ sessions, events }: Counted, fits: (at: Grouped) => boolean): Counted => ({
  sessions: sessions.filter(fits),
  events: events.filter(fits),
});

const day = 86_400_000;
const quarter = 900_000;

/** Local days that hold all, or all that one report may; days in the middle; and a stretch of quarter hours. */
function rangesOf(events: readonly Grouped[]): [string, string][] {
  const inOrder = events.toSorted((a, b) => a.time - b.time);
  const at = (share: number): Grouped => inOrder[Math.floor(share * (events.length - 1))]!;
  const until = (first: Grouped, last: Grouped): number => Math.min(last.time, first.time + 80 * day);
  const dayAfter = (time: number): string => new Date(time + day).toISOString().slice(0, 10);
  const instant = (time: number): string => new Date(Math.floor(time / quarter) * quarter).toISOString();
  return [
    [at(0).date, dayAfter(until(at(0), at(1)))],
    [at(0.3).date, dayAfter(until(at(0.3), at(0.6)))],
    [instant(at(0.4).time), instant(until(at(0.4), at(0.5)) + quarter)],
  ];
}

const sum = <Item>(items: readonly Item[], read: (item: Item) => number): number =>
  items.reduce((all, each) => all + read(each), 0);
const micro = (usd: number | null): number => Math.round((usd ?? 0) * 1e6);

const eventsOf = ({ events }: Counted): EventBody[] => events.map(({ item }) => item as EventBody);

function usageOf(counted: Counted) {
  const events = eventsOf(counted);
  return {
    tokens_in: sum(events, (event) => event.tokens_in),
    tokens_out: sum(events, (event) => event.tokens_out),
    sessions: counted.sessions.length,
    events: events.length,
  };
}

async function expectUsage(
  client: CodingClient,
  query: Query,
  counted: Counted,
  { member, of }: Grouping,
): Promise<void> {
  const report = await client.get<UsageReport>("/api/v1/reports/usage", query);
  expect(report.totals).toMatchObject(usageOf(counted));
  const names = new Set([...counted.sessions, ...counted.events].map(of));
  const recount = [...names].map((name) => ({ name, ...usageOf(chosen(counted, (at) => of(at) === name)) }));
  const told = report.data.map((row) => ({
    name: row[member] ?? null,
    tokens_in: row["tokens_in"],
    tokens_out: row["tokens_out"],
    sessions: row["sessions"],
    events: row["events"],
  }));
  // A period in which nothing happened may be listed or not.
  const used = told.filter(({ sessions, events }) => sessions !== 0 || events !== 0);
  expect(used.length, JSON.stringify(query)).toBe(recount.length);
  expect(new Set(used), JSON.stringify(query)).toEqual(new Set(recount));
}

async function expectCost(client: CodingClient, query: Query, counted: Counted): Promise<void> {
  const { totals, data } = await client.get<CostReport>("/api/v1/reports/cost", query);
  const cost = sum(eventsOf(counted), (event) => micro(event.cost_usd));
  const sessions = counted.sessions.length;
  expect({ cost: micro(totals.cost_usd), sessions: totals.sessions }).toEqual({ cost, sessions });
  expect(sum(data, (row) => micro(row.cost_usd))).toBe(cost);
  expect(sum(data, (row) => sum(Object.values(row.breakdown), micro))).toBe(cost);
}

async function expectModels(client: CodingClient, query: Query, counted: Counted): Promise<void> {
  const { data } = await client.get<ModelsReport>("/api/v1/reports/models", query);
  const recount = [...Map.groupBy(eventsOf(counted), ({ model }) => model)].map(([model, own]) => ({
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
  expect(told.length).toBe(recount.length);
  expect(new Set(told)).toEqual(new Set(recount));
}
