import { calcPrice, waitForUpdate } from "@pydantic/genai-prices";
import { openPrices } from "@hearth/prices";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EventBody } from "../../coding/coding-answers.ts";
import { startCodingServer } from "../../coding/server-pair.ts";
import type { SignalMembers } from "../../coding/signal-item.ts";
import { announcedRandom, type SeededRandom } from "../../seeded-random.ts";

const calls = 1_000;

let running: Awaited<ReturnType<typeof startCodingServer>>;
beforeAll(async () => void (running = await startCodingServer(["ana"])));
afterAll(async () => await running?.remove());

interface Sent {
  readonly id: string;
  readonly model: string;
  readonly provider: string;
  readonly time: number;
  readonly usage: SignalMembers;
}

/** Where the source's own calculator is known to be wrong or silent: docs/adr/0003-model-prices.md. */
const meant: readonly ((sent: Sent) => boolean)[] = [
  // A one-hour write costs twice the input, also where the source names only the five-minute price.
  ({ model, usage }) => /claude/.test(model) && (usage.cache_write_1h_tokens ?? 0) > 0,
  // Sonnet 4 and 4.5 have a long-context price everywhere.
  ({ model, usage }) => /claude-(?:sonnet-4|4-sonnet)/.test(model) && usage.tokens_in! > 200_000,
  // Opus 4.6 is flat since 2026-03-13.
  ({ model, usage }) => /claude-opus-4-6/.test(model) && usage.tokens_in! > 200_000,
  // DeepSeek had no peak hours before 2026-08-17.
  ({ model, time }) => /deepseek-v4/.test(model) && time < Date.UTC(2026, 7, 17),
];

/** Names that a call can bring without a provider, and the provider that each is priced at. */
async function pricedModels(): Promise<{ model: string; provider: string }[]> {
  const prices = openPrices();
  const sources = (await waitForUpdate()) ?? [];
  const names = new Set(sources.flatMap(({ models }) => models.map(({ id }) => id)));
  return [...names].flatMap((model) => {
    const record = prices.find(model, Date.UTC(2026, 0, 1));
    if (!record) return [];
    const { provider } = record;
    const source = sources.find(({ id }) => id === provider);
    const isOfSource = source && calcPrice({}, model, { providerId: provider })?.model.id === model;
    // Prices of endless decimals are kept to a micro-dollar per million tokens.
    const own = source?.models.find(({ id }) => id === model);
    return isOfSource && !/\d\.\d{7,}/.test(JSON.stringify(own?.prices)) ? [{ model, provider }] : [];
  });
}

function randomCall(at: { model: string; provider: string }, index: number, random: SeededRandom): Sent {
  const borders = [0, 1, 199_999, 200_000, 200_001, 272_000, 272_001];
  const tokensIn = random.chance(0.3) ? random.pick(borders) : random.whole(0, 10 ** random.whole(1, 6));
  const read = random.whole(0, tokensIn);
  const write5m = random.chance(0.5) ? random.whole(0, tokensIn - read) : 0;
  const write1h = random.chance(0.2) ? random.whole(0, tokensIn - read - write5m) : 0;
  return {
    ...at,
    id: `msg_${index}`,
    time: Date.UTC(2025, 0, 1) + random.whole(0, 700 * 86_400) * 1_000,
    usage: {
      model: at.model,
      tokens_in: tokensIn,
      tokens_out: random.whole(0, 64_000),
      cache_read_tokens: read,
      cache_write_5m_tokens: write5m,
      cache_write_1h_tokens: write1h,
      ...(random.chance(0.2) && { web_searches: random.whole(1, 20) }),
    },
  };
}

/** Micro-dollars, as the source's calculator has them: a binary fraction. */
function sourceCost({ model, provider, time, usage }: Sent): number {
  const price = calcPrice(
    {
      input_tokens: usage.tokens_in!,
      output_tokens: usage.tokens_out!,
      cache_read_tokens: usage.cache_read_tokens!,
      cache_write_tokens: usage.cache_write_5m_tokens! + usage.cache_write_1h_tokens!,
      cache_write_1h_tokens: usage.cache_write_1h_tokens!,
      web_searches: usage.web_searches ?? 0,
    },
    model,
    { providerId: provider, timestamp: new Date(time) },
  );
  return price!.total_price * 1e6;
}

test(`${calls} calls of all priced models cost what the price source's calculator says`, async () => {
  const random = announcedRandom("money");
  const models = await pricedModels();
  expect(models.length).toBeGreaterThan(400);
  const sent = Array.from({ length: calls }, (_, index) =>
    randomCall(index < models.length ? models[index]! : random.pick(models), index, random),
  );
  const receipts = await running.coding.devices.get("ana")![0]!.sendBatch(
    sent.map(({ id, time, usage }) => ({
      id,
      type: "post-tool",
      adapter: "house",
      ts: time,
      backfill: true,
      metadata: usage,
    })),
  );
  const { items } = await running.coding.admin.events();
  const byId = new Map<string | undefined, EventBody>(items.map((event) => [event.id, event]));
  let argued = 0;
  const faults = sent.flatMap((call, index) => {
    const event = byId.get(receipts[index]!.event_id);
    const ours = Math.round((event?.cost_usd ?? Number.NaN) * 1e6);
    const theirs = sourceCost(call);
    // The nearest whole number of their fraction, whose last digits are noise.
    if (Math.abs(ours - theirs) <= 0.5 + theirs * 1e-12) return [];
    if (meant.some((differs) => differs(call))) return (argued++, []);
    return [{ ...call, ours, theirs }];
  });
  expect(faults).toEqual([]);
  // The argued differences are few: most calls are compared.
  expect(argued).toBeLessThan(calls / 10);
  const total = items.reduce((sum, { cost_usd }) => sum + Math.round((cost_usd ?? 0) * 1e6), 0);
  const { items: sessions } = await running.coding.admin.sessions();
  expect(sessions.reduce((sum, { cost_usd }) => sum + Math.round(cost_usd * 1e6), 0)).toBe(total);
});
