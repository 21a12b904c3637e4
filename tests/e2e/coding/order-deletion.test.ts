import { array, assert, asyncProperty, nat } from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { historyUsers, Rounds } from "../../coding/coding-round.ts";
import { runDeletionRound } from "../../coding/deletion-round.ts";
import { anyHistory } from "../../coding/any-history.ts";
import { type ServerPair, startServerPair } from "../../coding/server-pair.ts";
import { announcedRandom, SeededRandom } from "../../seeded-random.ts";

/** `HEARTH_TEST_HISTORIES` asks for more, for a night. */
const wanted = Math.ceil(Number(process.env["HEARTH_TEST_HISTORIES"] ?? 2_000) / 5);
const most = 20;
const patience = 60_000 + wanted * 60;

let pair: ServerPair;
const rounds = new Rounds();
beforeAll(async () => void (pair = await startServerPair(historyUsers)));
afterAll(async () => await pair?.remove());

test(
  "deleted calls do not come back, whatever is sent again, and the rest is as foretold",
  { timeout: patience },
  async () => {
    const { seed } = announcedRandom("deletions");
    let met = 0;
    await assert(
      asyncProperty(
        array(anyHistory, { minLength: 1, maxLength: most, size: "max" }),
        nat(),
        async (sketches, dice) => {
          met += sketches.length;
          await runDeletionRound(pair, rounds, sketches, new SeededRandom(dice));
        },
      ),
      {
        seed,
        numRuns: Math.ceil((2.2 * wanted) / most),
        interruptAfterTimeLimit: patience - 5_000,
        markInterruptAsFailure: true,
      },
    );
    expect(met).toBeGreaterThan(0.7 * wanted);
  },
);
