import type { ListedPrice, OwnPrice, Prices } from "@hearth/prices";
import type { PriceRecord } from "@hearth/core/coding/price-record";
import { plainTable } from "./plain-table.ts";

/** Micro-dollars as the shortest text of dollars. */
const dollars = (micro: number | null): string => (micro === null ? "" : String(micro / 1e6));

/** Prices as rows, tiers below their first; dollars per million tokens. */
export function priceTable(prices: Pick<Prices, "sources">, listed: readonly ListedPrice[]): string {
  return plainTable(
    [
      "PROVIDER",
      "MODEL",
      "FROM",
      "TO",
      "INPUT",
      "CACHED",
      "WRITE 5M",
      "WRITE 1H",
      "OUTPUT",
      "SOURCE",
      "BESIDES",
    ],
    listed.flatMap((price) =>
      price.record.tiers.map((tier, index) => [
        ...(index === 0
          ? [price.record.provider, price.record.model, price.record.from ?? "", price.record.to ?? ""]
          : ["", `  above ${tier.above} tokens`, "", ""]),
        dollars(tier.input),
        dollars(tier.cachedInput),
        dollars(tier.cacheWrite5m),
        dollars(tier.cacheWrite1h),
        dollars(tier.output),
        ...(index === 0 ? [sourceOf(prices, price), besides(price)] : ["", ""]),
      ]),
    ),
  );
}

/** Package that a price is from. */
export const sourceOf = ({ sources }: Pick<Prices, "sources">, { source }: ListedPrice): string =>
  source === null ? "own" : sources[source]!.package;

function besides({ record, hours }: ListedPrice): string {
  const { geography = {}, ...services } = record.multipliers;
  const factors = Object.entries({ ...services, ...geography }).map(([name, factor]) => `${name} ×${factor}`);
  const search = record.perRequest.webSearch;
  return [
    ...(hours ? [`${clock(hours[0])} to ${clock(hours[1])} UTC`] : []),
    ...factors,
    ...(search === undefined ? [] : [`${dollars(search)} a search`]),
  ].join(", ");
}

const clock = (second: number): string => new Date(second * 1_000).toISOString().slice(11, 16);

/** A price as data: dollars per million tokens, null where the price of plain input holds. */
export const priceData = (prices: Pick<Prices, "sources">, price: ListedPrice): object => {
  const { record, hours, names } = price;
  const { provider, model, from, to, multipliers, perRequest } = record;
  return {
    provider,
    model,
    names,
    from,
    to,
    hours: hours && { from: clock(hours[0]), to: clock(hours[1]) },
    source: sourceOf(prices, price),
    tiers: record.tiers.map(dollarTier),
    multipliers,
    webSearch: perRequest.webSearch === undefined ? null : perRequest.webSearch / 1e6,
  };
};

function dollarTier({ above, ...parts }: PriceRecord["tiers"][number]): object {
  const amounts = Object.entries(parts).map(([name, micro]) => [name, micro === null ? null : micro / 1e6]);
  return { above, ...(Object.fromEntries(amounts) as object) };
}

/** An entry of the price file, as a sentence names it. */
export function ownPriceText({ model, provider, from, to, input, output }: OwnPrice): string {
  const place = provider === undefined ? "" : ` at ${provider}`;
  const days = [from && ` from ${from}`, to && ` to ${to}`].filter(Boolean).join("");
  return `${model}${place}${days || " at all times"}: $${input} in, $${output} out, per million tokens`;
}
