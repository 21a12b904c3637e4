import { array, assert, asyncProperty, nat, type RunDetails } from "fast-check";
import { expect } from "vitest";
import { announcedRandom, SeededRandom } from "../seeded-random.ts";
import { anyHistory } from "./any-history.ts";
import type { HistorySketch } from "./history-sketch.ts";

export interface HistoryRun {
  /** How many histories to try; `HEARTH_TEST_HISTORIES` asks for more in proportion. */
  readonly wanted: number;
  /** Histories of one round. */
  readonly most: number;
  /** Milliseconds that a history may take. */
  readonly pace: number;
}

const usual = 2_000;
const share = Number(process.env["HEARTH_TEST_HISTORIES"] ?? usual) / usual;
const longestCounterexample = 6_000;

/** Milliseconds that a run may take, and in which a failure is made smaller. */
export const patienceOf = ({ wanted, pace }: HistoryRun): number => 60_000 + wanted * share * pace;

/** Tries rounds of histories, of which a failure says the seed and the smallest histories that fail. */
export async function assertHistories(
  name: string,
  run: HistoryRun,
  round: (sketches: readonly HistorySketch[], random: SeededRandom) => Promise<void>,
): Promise<void> {
  const { seed } = announcedRandom(name);
  const wanted = run.wanted * share;
  let met = 0;
  const histories = array(anyHistory, { minLength: 1, maxLength: run.most, size: "max" });
  const property = asyncProperty(histories, nat(), async (sketches, dice) => {
    met += sketches.length;
    await round(sketches, new SeededRandom(dice));
  });
  await assert(property, {
    seed,
    numRuns: Math.ceil((2 * wanted) / run.most),
    interruptAfterTimeLimit: patienceOf(run) - 10_000,
    markInterruptAsFailure: true,
    reporter: (details) => tellFailure(details),
  });
  process.stdout.write(`${name}: ${met} histories\n`);
  expect(met).toBeGreaterThan(0.5 * wanted);
}

function tellFailure(details: RunDetails<[HistorySketch[], number]>): void {
  if (!details.failed) return;
  const { seed, counterexample, counterexamplePath, numRuns, numShrinks, interrupted, errorInstance } =
    details;
  const shown = JSON.stringify(counterexample ?? null).slice(0, longestCounterexample);
  throw new Error(
    [
      interrupted && !counterexample
        ? "It took too long."
        : `Round ${numRuns} failed, made smaller ${numShrinks} times.`,
      `HEARTH_TEST_SEED=${seed >>> 0} path ${counterexamplePath}`,
      shown,
    ].join("\n"),
    { cause: errorInstance },
  );
}
