import { mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openPrices } from "./open-prices.ts";
import { watchedPrices } from "./watched-prices.ts";

const june = Date.UTC(2026, 5, 1);
const house = (input: number): string =>
  JSON.stringify({ models: [{ model: "house-7b", input, output: 1 }] });

function watch() {
  const folder = mkdtempSync(join(tmpdir(), "hearth-watched-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const overrideFile = join(folder, "prices.json");
  const faults: string[] = [];
  let time = 0;
  const prices = watchedPrices({
    overrideFile,
    onFault: ({ message }) => faults.push(message),
    clock: () => time,
  });
  const input = (): number | undefined => prices.find("house-7b", june)?.tiers[0]?.input;
  return { prices, overrideFile, faults, input, pass: (milliseconds: number) => void (time += milliseconds) };
}

test("a file that comes, changes and goes is taken over by the next look-up a second later", () => {
  const { prices, overrideFile, faults, input, pass } = watch();
  const plain = openPrices().version;
  expect([input(), prices.version]).toEqual([undefined, plain]);
  writeFileSync(overrideFile, house(2));
  pass(999);
  expect(input()).toBeUndefined();
  pass(1);
  expect(prices.version, "that of the last look-up").toBe(plain);
  expect(input()).toBe(2_000_000);
  const { version } = prices;
  expect(version).toBe(openPrices({ overrideFile }).version);
  expect(version).not.toBe(plain);
  expect(prices.overrides).toHaveLength(1);
  rmSync(overrideFile);
  pass(1_000);
  expect([input(), prices.version, faults]).toEqual([undefined, plain, []]);
});

test("another file of the same size and time in its place is noticed", () => {
  const { overrideFile, input, pass } = watch();
  const at = new Date(june);
  const put = (text: string): void => {
    writeFileSync(`${overrideFile}.part`, text);
    utimesSync(`${overrideFile}.part`, at, at);
    renameSync(`${overrideFile}.part`, overrideFile);
  };
  put(house(2));
  expect(input()).toBe(2_000_000);
  put(house(3));
  pass(1_000);
  expect(input()).toBe(3_000_000);
});

test("a broken file is told of once, and the prices before it hold until it is mended", () => {
  const { prices, overrideFile, faults, input, pass } = watch();
  writeFileSync(overrideFile, house(2));
  expect(input()).toBe(2_000_000);
  const { version } = prices;
  writeFileSync(overrideFile, house(-3));
  for (let second = 0; second < 3; second++) {
    pass(1_000);
    input();
  }
  expect([input(), prices.version]).toEqual([2_000_000, version]);
  expect(faults).toEqual([expect.stringContaining("models[0].input: must be a number")]);
  writeFileSync(overrideFile, house(30));
  pass(1_000);
  expect([input(), faults.length]).toEqual([30_000_000, 1]);
});

test("a file that is broken from the start leaves the checked-in prices", () => {
  const { prices, overrideFile, faults } = watch();
  writeFileSync(overrideFile, "{");
  expect(prices.find("claude-opus-4-5", june)?.provider).toBe("anthropic");
  expect([prices.version, faults.length]).toEqual([openPrices().version, 1]);
});
