import { HearthError } from "@hearth/core/errors";
import type { PriceMultipliers } from "@hearth/core/coding/price-record";
import { foldName } from "./model-name.ts";
import { collide, parsePriceOverrides } from "./price-overrides.ts";
import type { PriceOverride } from "./price-overrides.ts";
import { providerId } from "./provider-name.ts";

/** One entry of the override file, as `parsePriceOverrides` reads it: dollars per million tokens. */
export interface OwnPrice {
  readonly model: string;
  readonly aliases?: readonly string[];
  readonly provider?: string;
  /** ISO date, inclusive. */
  readonly from?: string;
  /** ISO date, exclusive. */
  readonly to?: string;
  readonly input: number;
  readonly output: number;
  readonly cachedInput?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly tiers?: readonly object[];
  readonly multipliers?: PriceMultipliers;
  /** Dollars for one search. */
  readonly webSearch?: number;
}

/** Which entry is meant; what is left out says nothing, `from` null the one that holds since ever. */
export interface OwnPriceName {
  readonly model: string;
  readonly provider?: string;
  readonly from?: string | null;
}

export interface PriceFileText {
  /** Named in every fault. */
  readonly path: string;
  /** Undefined: there is no file yet. */
  readonly text: string | undefined;
}

interface Changed {
  readonly text: string;
  /** Entries that gave way, as they were. */
  readonly gone: readonly OwnPrice[];
}

interface Entry {
  readonly own: OwnPrice;
  readonly read: PriceOverride;
}

/**
 * The file's text with one more price.
 * @param replace older prices of the same model give way for the time that the new one holds
 * @throws HearthError `invalid_request` for a price that cannot be, `conflict` where there is one already
 */
export function withOwnPrice(file: PriceFileText, price: OwnPrice, replace: boolean): Changed {
  const before = entriesOf(file);
  const [read] = parsePriceOverrides(textOf([price]), "as it would be");
  const inTheWay = before.filter((each) => collide(each.read, read!));
  if (inTheWay.length > 0 && !replace) {
    throw new HearthError(
      "conflict",
      `${file.path} prices ${shown(inTheWay[0]!.own)} already: let the new price take its place with --replace, ` +
        "give it days of its own with --from and --to, or remove the old one with hearth prices remove.",
    );
  }
  const after = before.flatMap((each) =>
    inTheWay.includes(each) ? outside(each, price, read!) : [each.own],
  );
  const text = textOf([...after, price]);
  parsePriceOverrides(text, file.path);
  return { text, gone: inTheWay.map(({ own }) => own) };
}

/**
 * The file's text without one price.
 * @throws HearthError `not_found` where there is none such, `conflict` where there are several
 */
export function withoutOwnPrice(file: PriceFileText, name: OwnPriceName): Changed {
  const before = entriesOf(file);
  const found = before.filter(({ read }) => isNamed(read, name));
  if (found.length === 1) {
    const after = before.filter((each) => each !== found[0]);
    return { text: textOf(after.map(({ own }) => own)), gone: [found[0]!.own] };
  }
  if (found.length === 0) {
    const known = before.map(({ own }) => shown(own)).join("; ");
    const has = known === "" ? "it holds no price at all" : `it holds ${known}`;
    throw new HearthError("not_found", `${file.path} has no such price of "${name.model}": ${has}.`);
  }
  const choice = found.map(({ own }) => shown(own)).join("; ");
  throw new HearthError(
    "conflict",
    `${file.path} has ${found.length} prices of "${name.model}": say which with --from (a day or "ever") and --provider, one of ${choice}.`,
  );
}

function entriesOf({ path, text = textOf([]) }: PriceFileText): Entry[] {
  const read = parsePriceOverrides(text, path);
  const { models } = JSON.parse(text) as { models: OwnPrice[] };
  return models.map((own, index) => ({ own, read: read[index]! }));
}

const textOf = (models: readonly OwnPrice[]): string => `${JSON.stringify({ models }, null, 2)}\n`;

/** What is left of an older price before and after the newer one's time. */
function outside({ own, read }: Entry, newer: OwnPrice, { names, record }: PriceOverride): OwnPrice[] {
  const alone = read.names.find((name) => !names.includes(name));
  if (alone !== undefined) {
    throw new HearthError(
      "conflict",
      `The price of ${shown(own)} is also that of "${alone}", which the new one does not name: ` +
        `add --alias ${alone}, or remove the old one first with hearth prices remove.`,
    );
  }
  const { from, to } = record;
  const { from: start = null, to: end = null } = own;
  return [
    ...(from !== null && (start === null || start < from) ? [{ ...own, to: newer.from! }] : []),
    ...(to !== null && (end === null || to < end) ? [{ ...own, from: newer.to! }] : []),
  ];
}

function isNamed({ names, onlyAtProvider, record }: PriceOverride, name: OwnPriceName): boolean {
  if (!names.includes(foldName(name.model))) return false;
  if (name.from !== undefined && name.from !== record.from) return false;
  if (name.provider === undefined) return true;
  return onlyAtProvider && record.provider === providerId(name.provider);
}

function shown({ model, provider, from, to }: OwnPrice): string {
  const place = provider === undefined ? "" : ` at ${provider}`;
  const days = [from && ` from ${from}`, to && ` to ${to}`].filter(Boolean).join("");
  return `"${model}"${place}${days}`;
}
