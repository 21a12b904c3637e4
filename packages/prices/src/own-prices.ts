import type { PriceRecord } from "@hearth/core/coding/price-record";
import { foldName, namesToTry } from "./model-name.ts";
import type { PriceOverride } from "./price-overrides.ts";
import { beforeSlash, providerId, takeApart } from "./provider-name.ts";

/** An operator's own prices, by the names that calls come with. */
export interface OwnPrices {
  find(model: string, at: number, provider?: string): PriceRecord | undefined;
  /** Those that a model's calls may be priced by, the first that holds deciding. */
  of(model: string, provider?: string): readonly PriceOverride[];
}

const mostRemembered = 5_000;

export function createOwnPrices(overrides: readonly PriceOverride[]): OwnPrices {
  const remembered = new Map<string, readonly PriceOverride[]>();
  const of = (model: string, provider?: string): readonly PriceOverride[] => {
    if (overrides.length === 0) return overrides;
    const key = provider === undefined ? model : `${provider}\n${model}`;
    let found = remembered.get(key);
    if (!found) {
      found = fitting(overrides, model, provider);
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(key, found);
    }
    return found;
  };
  return {
    of,
    find: (model, at, provider) =>
      of(model, provider).find(
        ({ record: { from, to } }) =>
          (from === null || at >= Date.parse(from)) && (to === null || at < Date.parse(to)),
      )?.record,
  };
}

/** The most exact name first, and of one name the price that is for one provider. */
function fitting(
  overrides: readonly PriceOverride[],
  model: string,
  provider: string | undefined,
): readonly PriceOverride[] {
  const apart = takeApart(model);
  const split = beforeSlash(apart.model);
  const places = new Set([provider && providerId(provider), apart.provider, split?.provider]);
  const names = [foldName(model), ...namesToTry(apart.model), ...(split ? namesToTry(split.model) : [])];
  const here = overrides
    .filter(({ onlyAtProvider, record }) => !onlyAtProvider || places.has(record.provider))
    .toSorted((one, other) => Number(other.onlyAtProvider) - Number(one.onlyAtProvider));
  return [...new Set(names.flatMap((name) => here.filter((each) => each.names.includes(name))))];
}
