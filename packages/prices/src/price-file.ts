import { readFileSync } from "node:fs";

/** Where prices come from. */
export interface PriceSource {
  readonly package: string;
  readonly version: string;
  /** ISO date of the newest price change that was in force when the sources were taken. */
  readonly newestChange: string;
}

/** Micro-dollars per million tokens; the first number is the prompt size above which the tier holds. */
export type FileTier = readonly [
  above: number,
  input: number,
  cachedInput: number | null,
  cacheWrite5m: number | null,
  cacheWrite1h: number | null,
  output: number,
];

export interface FilePrice {
  /** ISO date (UTC), inclusive. */
  readonly from?: string;
  /** ISO date (UTC), exclusive. */
  readonly to?: string;
  /** Seconds of the UTC day, from the first up to the second; over midnight where the second is smaller. */
  readonly hours?: readonly [from: number, to: number];
  readonly tiers: readonly FileTier[];
  /** Micro-dollars for each search. */
  readonly webSearch?: number;
}

export interface PricedModel {
  readonly provider: string;
  readonly model: string;
  /** Which of the sources it is from; absent: the first. */
  readonly source?: number;
  /** Folded names it is known by at this provider. */
  readonly names: readonly string[];
  /** The first that holds at a time is the price of that time. None: what it costs is not tokens times price. */
  readonly prices: readonly FilePrice[];
}

export interface PriceFile {
  readonly sources: readonly PriceSource[];
  /** Providers that sell the models of others under their own names: where to look next. */
  readonly fallbacks: Readonly<Record<string, readonly string[]>>;
  readonly models: readonly PricedModel[];
}

/** The generated prices, beside this file. */
export const priceFileUrl: URL = new URL("prices.jsonl", import.meta.url);

export const readPriceFile = (): string => readFileSync(priceFileUrl, "utf8");

/** One line a model, so that a changed price is one changed line; the first line names the sources. */
export function writePriceFile({ sources, fallbacks, models }: PriceFile): string {
  return [{ sources, fallbacks }, ...models].map((line) => `${JSON.stringify(line)}\n`).join("");
}

export function parsePriceFile(text: string): PriceFile {
  const [head, ...models] = JSON.parse(`[${text.trimEnd().replaceAll("\n", ",")}]`) as [
    Omit<PriceFile, "models">,
    ...PricedModel[],
  ];
  return { ...head, models };
}
