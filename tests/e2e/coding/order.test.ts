import { afterAll, beforeAll, test } from "vitest";
import { assertHistories, patienceOf } from "../../coding/assert-histories.ts";
import { historyUsers, mostHistories, Rounds, runRound } from "../../coding/coding-round.ts";
import { type ServerPair, startServerPair } from "../../coding/server-pair.ts";

const run = { wanted: 2_000, most: mostHistories, pace: 70 };
const timeout = patienceOf(run);

let pair: ServerPair;
const rounds = new Rounds();
beforeAll(async () => void (pair = await startServerPair(historyUsers)));
afterAll(async () => await pair?.remove());

test("the same history in any order gives the same answers, and those foretold", { timeout }, async () => {
  await assertHistories("order", run, async (sketches, random) => {
    await runRound(pair, rounds, sketches, random);
  });
});
