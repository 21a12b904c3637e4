import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { HearthError } from "@hearth/core/errors";
import type { PriceRecord } from "@hearth/core/coding/price-record";
import { knownFacts } from "./known-facts.ts";
import { foldName, namesToTry } from "./model-name.ts";
import { parsePriceFile, readPriceFile } from "./price-file.ts";
import type { PriceSource } from "./price-file.ts";
import { parsePriceOverrides } from "./price-overrides.ts";
import type { PriceOverride } from "./price-overrides.ts";
import { createPriceTable } from "./price-table.ts";
import type { PriceTable } from "./price-table.ts";
import { beforeSlash, providerId, takeApart } from "./provider-name.ts";

export interface Prices extends Pick<PriceTable, "find" | "records"> {
  /** Changes whenever a price may have: kept with each event, it tells what the event was priced by. */
  readonly version: string;
  readonly sources: readonly PriceSource[];
  readonly overrides: readonly PriceOverride[];
}

/**
 * The checked-in prices, with an operator's own before them: at times that his own do not cover, and for
 * models that he does not name, the checked-in ones hold. Throws `invalid_request` for a file that cannot be read
 * or does not hold what it should.
 */
export function openPrices({ overrideFile }: { overrideFile?: string } = {}): Prices {
  const text = readPriceFile();
  const own = overrideFile === undefined ? "" : readOverrideFile(overrideFile);
  const overrides = overrideFile === undefined ? [] : parsePriceOverrides(own, overrideFile);
  const file = parsePriceFile(text);
  const table = createPriceTable(file);
  const facts = JSON.stringify(knownFacts, (_, value: unknown) =>
    typeof value === "function" ? String(value) : value,
  );
  const version = createHash("sha256").update(text).update(facts).update(own).digest("hex").slice(0, 12);
  return {
    version,
    sources: file.sources,
    overrides,
    find: (model, at, provider) => findOwn(overrides, model, at, provider) ?? table.find(model, at, provider),
    records: () => [...overrides.map(({ record }) => record), ...table.records()],
  };
}

function readOverrideFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HearthError("invalid_request", `The price file ${file} cannot be read: ${why}.`);
  }
}

function findOwn(
  overrides: readonly PriceOverride[],
  model: string,
  at: number,
  provider: string | undefined,
): PriceRecord | undefined {
  if (overrides.length === 0) return undefined;
  const apart = takeApart(model);
  const split = beforeSlash(apart.model);
  const places = new Set([provider && providerId(provider), apart.provider, split?.provider]);
  const names = [foldName(model), ...namesToTry(apart.model), ...(split ? namesToTry(split.model) : [])];
  const fitting = overrides.filter(
    ({ onlyAtProvider, record }) =>
      (!onlyAtProvider || places.has(record.provider)) &&
      (record.from === null || at >= Date.parse(record.from)) &&
      (record.to === null || at < Date.parse(record.to)),
  );
  for (const name of names) {
    const found = fitting.filter((each) => each.names.includes(name));
    const best = found.find((each) => each.onlyAtProvider) ?? found[0];
    if (best) return best.record;
  }
  return undefined;
}
