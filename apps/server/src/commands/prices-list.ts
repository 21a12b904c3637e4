import { parseInstant } from "@hearth/core/time/instant";
import { holdsAt } from "@hearth/core/coding/price-call";
import { openPrices, providerId } from "@hearth/prices";
import type { ListedPrice, Prices } from "@hearth/prices";
import { command } from "./command.ts";
import { priceData, priceTable } from "./prices-text.ts";
import { UsageError } from "./usage-error.ts";

export const pricesList = command({
  name: "prices list",
  summary: "List what models cost, and where each price is from",
  options: {
    model: { type: "string", value: "M", about: "as a tool names it: what its calls are priced by" },
    provider: { type: "string", value: "P", about: "who sells it" },
    at: { type: "string", value: "DATE", about: "only what holds at a day or an instant" },
  },
  async run({ folder, options }) {
    const { model, provider } = options;
    const at = timeOf(options.at);
    const prices = openPrices({ overrideFile: folder.prices });
    const listed = chosen(prices, model, provider, at);
    const { version, sources, overrides } = prices;
    const own = { file: folder.prices, prices: overrides.length };
    const near = model !== undefined && listed.length === 0 ? namesLike(prices, model) : [];
    return {
      data: { version, sources, own, near, prices: listed.map((price) => priceData(prices, price)) },
      text: [
        listed.length > 0 ? priceTable(prices, listed) : noneText(prices, model, provider, near),
        "",
        `Dollars per million tokens; empty: as input, for WRITE 1H as WRITE 5M. Price version ${version}:`,
        `  own: ${own.prices} in ${own.file}`,
        ...sources.map((from) => `  ${from.package} ${from.version}, newest change ${from.newestChange}`),
      ].join("\n"),
    };
  },
});

function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = parseInstant(text);
  if (time !== undefined) return time;
  throw new UsageError(
    `--at "${text}" cannot be read: give a day such as 2026-03-31, or 2026-03-31T18:00:00Z.`,
  );
}

function chosen(
  prices: Prices,
  model: string | undefined,
  provider: string | undefined,
  at: number | undefined,
): readonly ListedPrice[] {
  if (model !== undefined && at !== undefined) {
    const record = prices.find(model, at, provider);
    return prices.list(model, provider).filter((price) => price.record === record);
  }
  const place = provider !== undefined && model === undefined ? providerId(provider) : undefined;
  return prices
    .list(model, provider)
    .filter(({ record }) => place === undefined || record.provider === place)
    .filter(({ record }) => at === undefined || holdsAt(record, at));
}

const mostNames = 8;

function namesLike(prices: Prices, model: string): string[] {
  const text = model.toLowerCase();
  const near = prices.list().flatMap(({ names }) => names.filter((name) => name.includes(text)));
  return [...new Set(near)].slice(0, mostNames);
}

function noneText(
  prices: Prices,
  model: string | undefined,
  provider: string | undefined,
  near: readonly string[],
): string {
  if (model === undefined) return "No price is listed for that.";
  const place = provider === undefined ? "" : ` at ${provider}`;
  const why = prices.has(model, provider)
    ? "is known, but has no price by tokens for that"
    : "has no price: its calls are counted as unpriced";
  return [
    `${model}${place} ${why}.`,
    ...(near.length > 0 ? [`Names like it: ${near.join(", ")}.`] : []),
    `A price of your own: hearth prices add --model ${model} --input USD --output USD`,
  ].join("\n");
}
