import { HearthError } from "@hearth/core/errors";
import type { PriceMultipliers, PriceRecord, PriceTier } from "@hearth/core/coding/price-record";
import { foldName } from "./model-name.ts";
import { FieldReader } from "./field-reader.ts";
import { providerId } from "./provider-name.ts";

/** An operator's own price of a model, which goes before the table's. */
export interface PriceOverride {
  /** Folded names it is for. */
  readonly names: readonly string[];
  /** Whether it is only for calls of the record's provider. */
  readonly onlyAtProvider: boolean;
  readonly record: PriceRecord;
}

/**
 * Reads `{ "models": [ … ] }`. A model has `model`, `input` and `output`; may have `aliases`, `provider`,
 * `from` and `to` (ISO dates, the last exclusive), `cachedInput`, `cacheWrite5m`, `cacheWrite1h`, `tiers` (each
 * with `above` tokens and prices of its own), `multipliers` (`fast`, `priority`, `batch`, `geography`) and
 * `webSearch`. Prices are dollars per million tokens, `webSearch` is dollars for one search.
 * Throws `invalid_request` that names the file and the path within it.
 */
export function parsePriceOverrides(text: string, file: string): PriceOverride[] {
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HearthError("invalid_request", `The price file ${file} is not JSON: ${why}.`);
  }
  const models = new FieldReader(whole, file, "").only("models").list("models");
  const overrides = models.map(readOverride);
  for (const [index, one] of overrides.entries()) {
    const other = overrides.slice(0, index).findIndex((earlier) => collide(earlier, one));
    if (other === -1) continue;
    models[index]!.fail(`it prices the same model at the same time as models[${other}]`);
  }
  return overrides;
}

const priceMembers = ["input", "output", "cachedInput", "cacheWrite5m", "cacheWrite1h"];
const modelMembers = ["model", "aliases", "provider", "from", "to", "tiers", "multipliers", "webSearch"];

function readOverride(fields: FieldReader): PriceOverride {
  fields.only(...modelMembers, ...priceMembers);
  const model = fields.text("model");
  const provider = fields.optional("provider", (name) => fields.text(name));
  const from = fields.optional("from", (name) => fields.day(name)) ?? null;
  const to = fields.optional("to", (name) => fields.day(name)) ?? null;
  if (from !== null && to !== null && to <= from) fields.fail("must be after `from`", "to");
  const aliases = fields.optional("aliases", (name) => fields.texts(name)) ?? [];
  const longer = fields.optional("tiers", (name) => fields.list(name)) ?? [];
  const tiers = [readTier(fields, 0)];
  for (const tier of longer) {
    tier.only("above", ...priceMembers);
    const above = tier.number("above");
    if (above <= tiers.at(-1)!.above) tier.fail("must be more than the tier's before it", "above");
    tiers.push(readTier(tier, above));
  }
  const webSearch = fields.optional("webSearch", (name) => micro(fields.number(name)));
  const record: PriceRecord = {
    model,
    provider: provider === undefined ? "own" : providerId(provider),
    from,
    to,
    tiers,
    multipliers: fields.optional("multipliers", (name) => readMultipliers(fields.object(name))) ?? {},
    perRequest: webSearch === undefined ? {} : { webSearch },
  };
  return { names: [model, ...aliases].map(foldName), onlyAtProvider: provider !== undefined, record };
}

function readTier(fields: FieldReader, above: number): PriceTier {
  const price = (name: string): number => micro(fields.number(name));
  const perhaps = (name: string): number | null => fields.optional(name, price) ?? null;
  return {
    above,
    input: price("input"),
    cachedInput: perhaps("cachedInput"),
    cacheWrite5m: perhaps("cacheWrite5m"),
    cacheWrite1h: perhaps("cacheWrite1h"),
    output: price("output"),
  };
}

function readMultipliers(fields: FieldReader): PriceMultipliers {
  fields.only("fast", "priority", "batch", "geography");
  const found: Record<string, number | Record<string, number>> = {};
  for (const name of ["fast", "priority", "batch"]) {
    const factor = fields.optional(name, (each) => fields.number(each));
    if (factor !== undefined) found[name] = factor;
  }
  const geography = fields.optional("geography", (name) => fields.object(name));
  if (geography) {
    found["geography"] = Object.fromEntries(geography.names().map((name) => [name, geography.number(name)]));
  }
  return found;
}

/** Whether two prices are for the same calls at some time. */
export function collide(one: PriceOverride, other: PriceOverride): boolean {
  if (one.onlyAtProvider !== other.onlyAtProvider) return false;
  if (one.record.provider !== other.record.provider) return false;
  if (!one.names.some((name) => other.names.includes(name))) return false;
  const [a, b] = [one.record, other.record];
  return !isBefore(a.to, b.from) && !isBefore(b.to, a.from);
}

const isBefore = (end: string | null, start: string | null): boolean =>
  end !== null && start !== null && end <= start;

/** Dollars to whole micro-dollars. */
const micro = (dollars: number): number => Math.round(dollars * 1e6);
