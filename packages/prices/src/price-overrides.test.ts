import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HearthError } from "@hearth/core/errors";
import { afterAll, expect, test } from "vitest";
import { openPrices } from "./open-prices.ts";
import type { Prices } from "./open-prices.ts";

const folder = mkdtempSync(join(tmpdir(), "hearth-prices-"));
afterAll(() => rmSync(folder, { recursive: true }));

const overrideFile = join(folder, "prices.json");
const openWith = (content: unknown): Prices => {
  writeFileSync(overrideFile, typeof content === "string" ? content : JSON.stringify(content));
  return openPrices({ overrideFile });
};
const june = Date.UTC(2026, 5, 1);

test("an operator's own model and price go before the table's, within their dates and at their provider", () => {
  const prices = openWith({
    models: [
      { model: "house-7b", aliases: ["House/7B"], input: 0.25, output: 1, cachedInput: 0.05 },
      { model: "claude-opus-4.5", to: "2026-06-01", input: 4, output: 20, webSearch: 0.005 },
      {
        model: "gpt-5.5",
        provider: "azure-openai",
        input: 6,
        output: 36,
        multipliers: { geography: { eu: 1.1 } },
      },
      {
        model: "long",
        input: 1,
        output: 2,
        tiers: [{ above: 128_000, input: 2, output: 3 }],
        multipliers: { fast: 2 },
      },
    ],
  });
  expect(prices.find("house/7b", june)).toEqual({
    model: "house-7b",
    provider: "own",
    from: null,
    to: null,
    tiers: [
      {
        above: 0,
        input: 250_000,
        cachedInput: 50_000,
        cacheWrite5m: null,
        cacheWrite1h: null,
        output: 1_000_000,
      },
    ],
    multipliers: {},
    perRequest: {},
  });
  expect(prices.find("house-7b", june, "ollama")?.provider).toBe("own");
  expect(prices.find("ollama/house-7b", june)?.provider).toBe("own");
  expect(prices.find("house-8b", june)).toBeUndefined();
  expect(prices.find("claude-opus-4-5-20251101", june - 1)).toMatchObject({
    provider: "own",
    perRequest: { webSearch: 5_000 },
  });
  expect(prices.find("claude-opus-4-5-20251101", june)?.provider).toBe("anthropic");
  expect(prices.find("gpt-5.5", june)?.provider).toBe("openai");
  expect(prices.find("azure/gpt-5.5", june)?.tiers[0]?.input).toBe(6_000_000);
  expect(prices.find("gpt-5.5", june, "azure")?.multipliers.geography).toEqual({ eu: 1.1 });
  expect(prices.find("long", june)?.tiers.map(({ above, input }) => [above, input])).toEqual([
    [0, 1_000_000],
    [128_000, 2_000_000],
  ]);
});

test("the version changes with the operator's prices and with nothing else", () => {
  const { version } = openPrices();
  expect(openPrices().version).toBe(version);
  const one = openWith({ models: [{ model: "a", input: 1, output: 1 }] }).version;
  const two = openWith({ models: [{ model: "a", input: 1, output: 2 }] }).version;
  expect(new Set([version, one, two]).size).toBe(3);
});

const model = { model: "a", input: 1, output: 1 };
test.each([
  ["not JSON", "{", /is not JSON/],
  ["a list", [], "the top: must be an object"],
  ["no models", {}, "models: must be a list"],
  ["a slip of the pen", { models: [{ ...model, inputt: 1 }] }, "models[0].inputt: is no member"],
  [
    "a price as text",
    { models: [model, { ...model, model: "b", input: "3" }] },
    "models[1].input: must be a number",
  ],
  ["a price below zero", { models: [{ ...model, output: -1 }] }, "models[0].output: must be a number"],
  ["no name", { models: [{ input: 1, output: 1 }] }, "models[0].model: must be a text"],
  ["an empty alias", { models: [{ ...model, aliases: ["b", ""] }] }, "models[0].aliases[1]: must be a text"],
  ["no such day", { models: [{ ...model, from: "2026-02-30" }] }, "models[0].from: must be a day"],
  [
    "an end before the start",
    { models: [{ ...model, from: "2026-02-02", to: "2026-02-02" }] },
    "models[0].to: must",
  ],
  [
    "tiers that fall",
    { models: [{ ...model, tiers: [{ above: 0, input: 1, output: 1 }] }] },
    "models[0].tiers[0].above",
  ],
  ["a factor of no name", { models: [{ ...model, multipliers: { slow: 2 } }] }, "models[0].multipliers.slow"],
  ["a region as text", { models: [{ ...model, multipliers: { geography: { us: "1" } } }] }, "geography.us"],
  ["two at once", { models: [model, { ...model, model: "A" }] }, "models[1]: it prices the same model"],
])("%s is refused with the file and the path in it", (_, content, message) => {
  let thrown: unknown;
  try {
    openWith(content);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(HearthError);
  const error = thrown as HearthError;
  expect(error.code).toBe("invalid_request");
  expect(error.message).toContain(overrideFile);
  if (typeof message === "string") expect(error.message).toContain(message);
  else expect(error.message).toMatch(message);
});

test("a file that is not there holds nothing, and one that cannot be read is named", () => {
  const plain = openPrices();
  const none = openPrices({ overrideFile: join(folder, "gone.json") });
  expect([none.version, none.overrides]).toEqual([plain.version, []]);
  expect(() => openPrices({ overrideFile: folder })).toThrow(`The price file ${folder} cannot be read`);
});

test("what a model's calls may be priced by is listed, the operator's own first", () => {
  const prices = openWith({
    models: [
      { model: "claude-opus-4.5", to: "2026-06-01", input: 4, output: 20 },
      { model: "gpt-5.5", provider: "azure", input: 6, output: 36 },
    ],
  });
  const listed = (model: string, provider?: string): string[] =>
    prices.list(model, provider).map(({ record, source }) => `${record.provider} ${record.to} ${source}`);
  expect(listed("claude-opus-4-5-20251101")).toEqual(["own 2026-06-01 null", "anthropic null 0"]);
  expect(listed("gpt-5.5", "azure-openai")).toEqual(["azure null null", "openai null 0"]);
  expect(listed("gpt-5.5")).toEqual(["openai null 0"]);
  expect(listed("no-such-model")).toEqual([]);
  expect(prices.list().length).toBe(openPrices().list().length + 2);
  expect([prices.has("claude-opus-4.5"), prices.has("no-such-model")]).toEqual([true, false]);
});

test("ranges that follow one another are no collision", () => {
  const prices = openWith({
    models: [
      { ...model, to: "2026-06-01" },
      { ...model, from: "2026-06-01", input: 2 },
    ],
  });
  expect(prices.find("a", june - 1)?.tiers[0]?.input).toBe(1_000_000);
  expect(prices.find("a", june)?.tiers[0]?.input).toBe(2_000_000);
});
