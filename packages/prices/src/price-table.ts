import type { PriceRecord } from "@hearth/core/coding/price-record";
import { withKnownFacts } from "./known-facts.ts";
import { namesToTry } from "./model-name.ts";
import type { FilePrice, PriceFile, PricedModel } from "./price-file.ts";
import { beforeSlash, makers, providerId, takeApart } from "./provider-name.ts";

/** A record and the part of the day it holds in, where a price changes by the hour. */
interface TimedRecord {
  readonly record: PriceRecord;
  readonly from: number;
  readonly to: number;
  readonly hours?: readonly [from: number, to: number];
}

/** A price with all that is known of it, to be shown. */
export interface ListedPrice {
  readonly record: PriceRecord;
  /** Folded names it is found by. */
  readonly names: readonly string[];
  /** Seconds of the UTC day in which it holds; null: all day. */
  readonly hours: readonly [from: number, to: number] | null;
  /** Which of the table's sources it is from; null: the operator's own. */
  readonly source: number | null;
}

export interface PriceTable {
  /**
   * The price of a model at a time (epoch milliseconds), or undefined: unknown is never a near name's price.
   * Without a provider it is the one that the name itself tells, else the model's maker. The record holds for
   * this moment; some change by the hour, which their dates do not show.
   */
  find(model: string, at: number, provider?: string): PriceRecord | undefined;
  /** Whether a name is known, priced or not: one that is known unpriced is not looked for further on. */
  has(model: string, provider?: string): boolean;
  /** Every price of a model, or of all; dated ones and those of a part of the day each for itself. */
  list(model?: string, provider?: string): ListedPrice[];
}

const mostRemembered = 5_000;

/** Indexes prices by provider and name. A look-up seen before costs one map access. */
export function createPriceTable({ models, fallbacks }: Pick<PriceFile, "models" | "fallbacks">): PriceTable {
  const providers = new Map<string, Map<string, PricedModel>>();
  for (const model of models) {
    const byName = providers.get(model.provider) ?? new Map<string, PricedModel>();
    providers.set(model.provider, byName);
    for (const name of model.names) if (!byName.has(name)) byName.set(name, model);
  }
  const timed = new Map<PricedModel, readonly TimedRecord[]>();
  const remembered = new Map<string, readonly TimedRecord[]>();

  const at = (provider: string, model: string): PricedModel | undefined => {
    const byName = providers.get(provider);
    const name = byName && namesToTry(model).find((each) => byName.has(each));
    if (name !== undefined) return byName!.get(name);
    for (const next of fallbacks[provider] ?? []) {
      const found = at(next, model);
      if (found) return found;
    }
    return undefined;
  };
  const atFirst = (among: readonly string[], model: string): PricedModel | undefined => {
    for (const provider of among) {
      const found = at(provider, model);
      if (found) return found;
    }
    return undefined;
  };
  const resolve = (name: string, given?: string): PricedModel | undefined => {
    const { model, provider = given && providerId(given) } = takeApart(name);
    const split = beforeSlash(model);
    if (provider) {
      const own = at(provider, model);
      return own ?? (split?.provider === provider ? at(provider, split.model) : undefined);
    }
    if (!split) return atFirst(makers, model);
    const inner = takeApart(split.model);
    if (providers.has(split.provider)) return at(split.provider, inner.model) ?? at("openrouter", model);
    return at("openrouter", model);
  };
  const recordsOf = (model: PricedModel): readonly TimedRecord[] => {
    const known = timed.get(model);
    if (known) return known;
    const made = model.prices.flatMap((price) => timedRecords(model, price));
    timed.set(model, made);
    return made;
  };

  return {
    find(model, time, provider) {
      const key = provider === undefined ? model : `${provider}\n${model}`;
      let records = remembered.get(key);
      if (!records) {
        const found = resolve(model, provider);
        records = found ? recordsOf(found) : [];
        if (remembered.size >= mostRemembered) remembered.clear();
        remembered.set(key, records);
      }
      return records.find((each) => holds(each, time))?.record;
    },
    has: (model, provider) => resolve(model, provider) !== undefined,
    list(name, provider) {
      const found = name === undefined ? models : [resolve(name, provider) ?? []].flat();
      return found.flatMap((model) => {
        const { names, source = 0 } = model;
        return recordsOf(model).map(({ record, hours = null }) => ({ record, names, hours, source }));
      });
    },
  };
}

function timedRecords(model: PricedModel, price: FilePrice): TimedRecord[] {
  const { from = null, to = null, hours, tiers, webSearch } = price;
  const record: PriceRecord = {
    model: model.model,
    provider: model.provider,
    from,
    to,
    tiers: tiers.map(([above, input, cachedInput, cacheWrite5m, cacheWrite1h, output]) => ({
      above,
      input,
      cachedInput,
      cacheWrite5m,
      cacheWrite1h,
      output,
    })),
    multipliers: {},
    perRequest: webSearch === undefined ? {} : { webSearch },
  };
  return withKnownFacts(record, model.names).map((each) => ({
    record: each,
    from: each.from === null ? Number.NEGATIVE_INFINITY : Date.parse(each.from),
    to: each.to === null ? Number.POSITIVE_INFINITY : Date.parse(each.to),
    ...(hours && { hours }),
  }));
}

const millisecondsPerDay = 86_400_000;

function holds({ from, to, hours }: TimedRecord, time: number): boolean {
  if (time < from || time >= to) return false;
  if (!hours) return true;
  const second = (((time % millisecondsPerDay) + millisecondsPerDay) % millisecondsPerDay) / 1_000;
  const [start, end] = hours;
  return start < end ? second >= start && second < end : second >= start || second < end;
}
