import { asyncProperty, array, assert, nat } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anyHistory } from "../../coding/any-history.ts";
import { historyUsers, mostHistories, Rounds, runRound } from "../../coding/coding-round.ts";
import { type ServerPair, startServerPair } from "../../coding/server-pair.ts";
import { announcedRandom, SeededRandom } from "../../seeded-random.ts";

/** `HEARTH_TEST_HISTORIES` asks for more, for a night. */
const wanted = Number(process.env["HEARTH_TEST_HISTORIES"] ?? 2_000);
const patience = 60_000 + wanted * 60;

let pair: ServerPair;
const rounds = new Rounds();
beforeAll(async () => void (pair = await startServerPair(historyUsers)));
afterAll(async () => await pair?.remove());

test(
  "the same history in any order gives the same answers, and those foretold",
  { timeout: patience },
  async () => {
    let met = 0;
    const { seed } = announcedRandom("order");
    const histories = array(anyHistory, { minLength: 1, maxLength: mostHistories, size: "max" });
    await assert(
      asyncProperty(histories, nat(), async (sketches, dice) => {
        met += sketches.length;
        await runRound(pair, rounds, sketches, new SeededRandom(dice));
      }),
      {
        seed,
        numRuns: Math.ceil((2.2 * wanted) / mostHistories),
        interruptAfterTimeLimit: patience - 5_000,
        markInterruptAsFailure: true,
      },
    );
    process.stdout.write(`order: ${met} histories\n`);
    expect(met).toBeGreaterThan(0.8 * wanted);
  },
);
