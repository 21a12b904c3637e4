/**
 * What a model costs from one day to another. Where a record has an end, the day named is the
 * first it no longer holds for, so that one record's `to` is the next one's `from`.
 */
export interface PriceRecord {
  readonly model: string;
  readonly provider: string;
  /** ISO date (UTC), inclusive; null: since ever. */
  readonly from: string | null;
  /** ISO date (UTC), exclusive; null: still valid. */
  readonly to: string | null;
  /** Lowest `above` first; the first one's is 0. */
  readonly tiers: readonly PriceTier[];
  /** Factors on the whole token price of a call. */
  readonly multipliers: PriceMultipliers;
  /** Micro-dollars for each use of a tool on the provider's side. */
  readonly perRequest: { readonly webSearch?: number };
}

export interface PriceMultipliers {
  readonly fast?: number;
  readonly priority?: number;
  readonly batch?: number;
  /** By the region's name as the provider reports it, such as `us`. */
  readonly geography?: Readonly<Record<string, number>>;
}

/** Micro-dollars per million tokens; null where the source names no price of its own. */
export interface PriceTier {
  /** Holds for calls whose whole prompt is strictly more tokens than this. */
  readonly above: number;
  readonly input: number;
  readonly cachedInput: number | null;
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
  readonly output: number;
}
