import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import type { SeededRandom } from "../seeded-random.ts";
import { type Delivered, deliver, shuffled } from "./delivery.ts";
import { expectReachable } from "./expect-reachable.ts";
import { expectSameText } from "./expect-same-text.ts";
import { expectTimelines } from "./expect-timelines.ts";
import { historyItems } from "./history-items.ts";
import type { HistorySketch } from "./history-sketch.ts";
import { foretell, type Foretold, homesOf, toldBy } from "./oracle/foretold-sessions.ts";
import { documented, type Listed, listAll } from "./server-answers.ts";
import type { ServerPair } from "./server-pair.ts";
import type { SentItem } from "./signal-item.ts";

/** More histories than one round has. */
export const mostHistories = 40;
/** Users of the histories of a round, two each. */
export const historyUsers = Array.from({ length: mostHistories * 2 }, (_, at) => `user${at}`);

const firstRound = Date.UTC(2001, 0, 1);
/** Further apart than any history is long, so that a round is read by its times alone. */
const betweenRounds = 5 * 86_400_000;
const beforeRound = 86_400_000;

/** Times and names of one round after another: a pair of servers serves thousands of histories. */
export class Rounds {
  private start: number;

  /** @param start of the first round, epoch milliseconds; rounds of other starts have other names */
  constructor(start = firstRound) {
    this.start = start;
  }

  /** The items of some histories that are told apart by their users and by nothing else. */
  next(sketches: readonly HistorySketch[]): { items: SentItem[]; query: { from: string; to: string } } {
    const { start } = this;
    this.start += betweenRounds;
    const items = sketches.flatMap((sketch, slot) =>
      historyItems(sketch, {
        prefix: `r${start / 1_000}h${slot}_`,
        users: [historyUsers[2 * slot]!, historyUsers[2 * slot + 1]!],
        start,
      }),
    );
    const from = new Date(start - beforeRound).toISOString();
    return { items, query: { from, to: new Date(start + betweenRounds - beforeRound).toISOString() } };
  }
}

/** Both servers list the same to the octet, and what was foretold. */
export async function expectSameAnswers(
  pair: ServerPair,
  query: { readonly from: string; readonly to: string },
  { answers }: Foretold,
): Promise<Listed> {
  const [first, second] = await Promise.all(
    pair.servers.map(async ({ admin }) => await listAll(admin, query)),
  );
  for (const listed of [first!, second!]) {
    // Far quicker than `toEqual`, whose difference is wanted only where there is one.
    const shown = documented(listed);
    if (!isDeepStrictEqual(shown, answers)) expect(shown).toEqual(answers);
  }
  expectSameText(first!.text, second!.text);
  return first!;
}

/** One delivery with a look in between, another in one go: the answers are the same, and those foretold. */
export async function runRound(
  pair: ServerPair,
  rounds: Rounds,
  sketches: readonly HistorySketch[],
  random: SeededRandom,
): Promise<void> {
  const { items, query } = rounds.next(sketches);
  const [first, second] = pair.servers;
  const mixed = shuffled(items, random);
  const cut = random.whole(0, mixed.length);
  const delivered: Delivered[] = [];
  const inTwo = async (): Promise<Listed> => {
    delivered.push(...(await deliver(first, mixed.slice(0, cut), random)));
    const between = await listAll(first.admin, query);
    delivered.push(...(await deliver(first, mixed.slice(cut), random)));
    return between;
  };
  const [between] = await Promise.all([inTwo(), deliver(second, items, random)]);
  expectTaken(delivered);
  const told = toldBy(items);
  const foretold = foretell(pair.tenant, told);
  const listed = await expectSameAnswers(pair, query, foretold);
  await expectReachable(first.admin, homesOf(pair.tenant, foretold), delivered, between, random);
  await expectTimelines(pair, foretold, told, random);
  if (random.chance(0.1)) {
    const again = await deliver(first, items, random);
    expect(again.filter(({ receipt }) => receipt.status !== "duplicate")).toEqual([]);
    expectSameText((await listAll(first.admin, query)).text, listed.text);
  }
}

const taken = new Set(["stored", "duplicate", "enriched"]);

function expectTaken(delivered: readonly Delivered[]): void {
  expect(delivered.filter(({ receipt }) => !taken.has(receipt.status))).toEqual([]);
}
