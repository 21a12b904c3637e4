import { afterAll, beforeAll, test } from "vitest";
import { assertHistories, patienceOf } from "../../coding/assert-histories.ts";
import { historyUsers, Rounds } from "../../coding/coding-round.ts";
import { runDeletionRound } from "../../coding/deletion-round.ts";
import { type ServerPair, startServerPair } from "../../coding/server-pair.ts";

const run = { wanted: 300, most: 20, pace: 200 };
const timeout = patienceOf(run);

let pair: ServerPair;
const rounds = new Rounds();
beforeAll(async () => void (pair = await startServerPair(historyUsers)));
afterAll(async () => await pair?.remove());

test("what was deleted does not come back, and the rest is as foretold", { timeout }, async () => {
  await assertHistories("deletions", run, async (sketches, random) => {
    await runDeletionRound(pair, rounds, sketches, random);
  });
});
