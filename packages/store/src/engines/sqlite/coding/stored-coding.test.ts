import { noMetadata as blank } from "@hearth/core/coding/read-metadata";
import { assert, property, uint32Array } from "fast-check";
import { afterAll, expect, test } from "vitest";
import { CodingWorld } from "./fixtures/coding-world.ts";
import { history } from "./fixtures/signals.ts";
import type { SentSignal } from "./signal-rows.ts";

const worlds = [new CodingWorld(), new CodingWorld()] as const;
afterAll(() => worlds.forEach((world) => world.close()));

const dice = uint32Array({ minLength: 64, maxLength: 64 });
let organizations = 0;

function shuffled<Item>(items: readonly Item[], numbers: Uint32Array, turn: number): Item[] {
  const weight = (at: number): number =>
    Math.imul(numbers[(at + turn) % 64]! ^ (at * 0x9e37_79b9 + turn), 0x85eb_ca6b) >>> 0;
  return items
    .map((item, at) => ({ item, weight: weight(at) }))
    .toSorted((a, b) => a.weight - b.weight)
    .map(({ item }) => item);
}

function* batches<Item>(items: readonly Item[], numbers: Uint32Array): Generator<Item[]> {
  for (let at = 0, turn = 0; at < items.length; turn++) {
    const length = 1 + (numbers[turn % 64]! % 9);
    yield items.slice(at, at + length);
    at += length;
  }
}

test("any order, doubling and batching stores the same, and it equals a recount", () => {
  assert(
    property(history, dice, (signals, numbers) => {
      const name = `org_${++organizations}`;
      const [straight, mixed] = worlds.map((world) => ({ world, scope: world.organization(name) }));
      for (const signal of signals) straight!.world.take(straight!.scope, [signal]);
      const doubled = [...signals, ...signals.slice(0, numbers[0]! % 8)];
      for (const batch of batches(shuffled(doubled, numbers, 3), numbers)) {
        mixed!.world.take(mixed!.scope, batch);
      }
      expect(mixed!.world.contents(mixed!.scope)).toEqual(straight!.world.contents(straight!.scope));
      expect(straight!.world.differences(straight!.scope)).toEqual([]);
      expect(mixed!.world.differences(mixed!.scope)).toEqual([]);
    }),
    { numRuns: Number(process.env["HEARTH_RUNS"] ?? 250), verbose: 1 },
  );
}, 60_000);

test("a batch that comes again changes nothing and says so", () => {
  const [world] = worlds;
  const scope = world.organization("again");
  const signal: SentSignal = {
    type: "post-tool",
    adapter: "codex",
    keys: ["msg_1"],
    sessionName: null,
    user: "ana",
    project: "p",
    time: Date.UTC(2026, 0, 1),
    backfill: true,
    dropped: 0,
    metadata: { ...blank, model: "opus", tokensIn: 10, tokensOut: 5 },
  };
  const [first] = world.take(scope, [signal]);
  const before = world.contents(scope);
  const [second] = world.take(scope, [signal]);
  expect([first!.status, second!.status]).toEqual(["stored", "duplicate"]);
  expect(second).toEqual({ ...first, status: "duplicate" });
  expect(world.contents(scope)).toEqual(before);
});
