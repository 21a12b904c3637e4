import { calcPrice, waitForUpdate } from "@pydantic/genai-prices";
import type { ConditionalPrice, MatchLogic, ModelInfo, ModelPrice } from "@pydantic/genai-prices";
import { foldName } from "../src/model-name.ts";
import type { FilePrice, FileTier, PricedModel } from "../src/price-file.ts";

export interface TakenPrices {
  readonly models: PricedModel[];
  readonly fallbacks: Record<string, readonly string[]>;
  /** ISO dates of every price change the source knows. */
  readonly changes: string[];
  /** Models held without a price or not at all, by the reason. */
  readonly left: Record<string, string[]>;
}

/** Every model of the source, with its dates and hours; without a price where it is not tokens times price. */
export async function takeGenaiPrices(): Promise<TakenPrices> {
  const providers = (await waitForUpdate()) ?? [];
  const taken: TakenPrices = { models: [], fallbacks: {}, changes: [], left: {} };
  for (const provider of providers) {
    if (provider.fallback_model_providers) taken.fallbacks[provider.id] = provider.fallback_model_providers;
    for (const model of provider.models) {
      const conditional = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
      const names = [...new Set(wholeNames(provider.id, model).map(foldName))];
      const fault = conditional.map(({ prices }) => reasonToLeave(prices)).find(Boolean);
      const reason = names.length === 0 ? "no whole name" : fault;
      if (reason) (taken.left[reason] ??= []).push(`${provider.id}/${model.id}`);
      if (names.length === 0) continue;
      const prices = fault ? [] : datedPrices(conditional);
      taken.changes.push(...prices.flatMap(({ from }) => from ?? []));
      taken.models.push({ provider: provider.id, model: model.id, names, prices });
    }
  }
  return taken;
}

function reasonToLeave(prices: ModelPrice): string | undefined {
  if (Object.keys(prices).length === 0) return undefined;
  if (prices["input_mtok"] === undefined || prices["output_mtok"] === undefined)
    return "not priced by input and output";
  if (prices["requests_kcount"] !== undefined) return "a fee for each request";
  if (prices["output_reasoning_mtok"] !== undefined) return "reasoning at a price of its own";
  return undefined;
}

/**
 * The whole names among what the source matches by. A beginning is taken as a name of its own, never as a
 * beginning; and only where the source itself finds this very model under it.
 */
export function wholeNames(providerId: string, model: ModelInfo): string[] {
  const written = [model.id, ...literals(model.match)];
  return written.filter((name) => calcPrice({}, name, { providerId })?.model.id === model.id);
}

function literals(match: MatchLogic): string[] {
  if ("or" in match) return match.or.flatMap(literals);
  if ("and" in match) return match.and.flatMap(literals);
  if ("equals" in match) return [match.equals];
  if ("starts_with" in match) return fragment(match.starts_with);
  if ("ends_with" in match) return fragment(match.ends_with);
  if ("contains" in match) return fragment(match.contains);
  const whole = /^\^((?:[\w/=-]|\\[.[\]])+)\$$/.exec(match.regex);
  return whole ? [whole[1]!.replaceAll("\\", "")] : [];
}

/** A fragment that ends in a separator or within a date is nobody's name. */
const fragment = (text: string): string[] => (/[-@._/:]$|-20\d\d$/.test(text) ? [] : [text]);

/** The source lets the last that holds win; here the first does, so hours come before ranges of dates. */
function datedPrices(conditional: readonly ConditionalPrice[]): FilePrice[] {
  const starts = conditional.flatMap(({ constraint }) =>
    constraint?.type === "start_date" ? [constraint.start_date] : [],
  );
  const hourly: FilePrice[] = [];
  const ranges: FilePrice[] = [];
  let since: string | undefined;
  for (const { constraint, prices } of conditional) {
    if (constraint?.type === "time_of_date") {
      const hours = [secondOfDay(constraint.start_time), secondOfDay(constraint.end_time)] as const;
      hourly.push({ ...(since && { from: since }), hours, ...filePrice(prices) });
      continue;
    }
    if (hourly.length > 0) throw new Error("A dated price after an hourly one: its order needs thought.");
    since = constraint?.start_date;
    const to = starts[ranges.length];
    ranges.push({ ...(since && { from: since }), ...(to && { to }), ...filePrice(prices) });
  }
  return [...hourly, ...ranges.toReversed()];
}

function secondOfDay(time: string): number {
  const [, hour, minute, second] = /^(\d\d):(\d\d):(\d\d)Z$/.exec(time) ?? [];
  if (!hour) throw new Error(`${time} is not a UTC time of day.`);
  return Number(hour) * 3_600 + Number(minute) * 60 + Number(second);
}

function filePrice(prices: ModelPrice): Pick<FilePrice, "tiers" | "webSearch"> {
  const starts = Object.values(prices).flatMap((price) =>
    typeof price === "object" ? price.tiers.map(({ start }) => start) : [],
  );
  const at = (key: string, above: number): number | null => {
    const price = prices[key];
    if (price === undefined) return null;
    if (typeof price === "number") return micro(price);
    return micro(price.tiers.findLast(({ start }) => start <= above)?.price ?? price.base);
  };
  const tiers = [...new Set([0, ...starts])]
    .toSorted((one, other) => one - other)
    .map((above): FileTier => {
      const part = (key: string): number | null => at(`${key}_mtok`, above);
      return [
        above,
        part("input") ?? 0,
        part("cache_read"),
        part("cache_write"),
        part("cache_write_1h"),
        part("output") ?? 0,
      ];
    });
  const search = prices["web_searches_kcount"];
  return { tiers, ...(typeof search === "number" && { webSearch: micro(search / 1_000) }) };
}

/** Dollars to whole micro-dollars. */
const micro = (dollars: number): number => Math.round(dollars * 1e6);
