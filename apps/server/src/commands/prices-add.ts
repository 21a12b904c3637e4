import { withOwnPrice } from "@hearth/prices";
import type { OwnPrice } from "@hearth/prices";
import { command } from "./command.ts";
import { changePriceFile } from "./prices-file.ts";
import { ownPriceText } from "./prices-text.ts";
import { UsageError } from "./usage-error.ts";

const usd = (about: string) => ({ type: "string", value: "USD", about }) as const;
const factor = (about: string) => ({ type: "string", value: "N", about }) as const;

export const pricesAdd = command({
  name: "prices add",
  summary: "Give a model a price of your own, which goes before the table's",
  options: {
    model: { type: "string", value: "M", about: "as tools name it", required: true },
    input: { ...usd("dollars per million tokens, as are all prices but a search's"), required: true },
    output: { ...usd("of answers, reasoning included"), required: true },
    "cached-input": usd("read from the cache; that of input where it is left out"),
    "cache-write-5m": usd("written to the cache; that of input where it is left out"),
    "cache-write-1h": usd("written for an hour; that of 5m where it is left out"),
    "web-search": usd("for one search"),
    fast: factor("factor on the whole price in fast mode"),
    priority: factor("factor on the whole price at priority"),
    batch: factor("factor on the whole price in batches"),
    from: { type: "string", value: "DATE", about: "first day (UTC) it holds; since ever" },
    to: { type: "string", value: "DATE", about: "first day it holds no more; for ever" },
    provider: { type: "string", value: "P", about: "only for calls that name this seller" },
    alias: { type: "string", value: "A,B", about: "other names of it" },
    replace: { type: "boolean", about: "older prices of your own give way for its time" },
  },
  async run(call) {
    const { options, folder } = call;
    const price = priceOf(options);
    const { gone } = await changePriceFile(call, (file) => withOwnPrice(file, price, options.replace));
    return {
      data: { file: folder.prices, price, replaced: gone },
      text: [
        `Priced ${ownPriceText(price)}.`,
        ...gone.map((old) => `Gave way: ${ownPriceText(old)}.`),
        "A running server takes it over within a second. Calls that are stored keep their cost until",
        "hearth prices reprice --from DATE --to DATE",
      ].join("\n"),
    };
  },
});

type Typed = Readonly<Record<string, string | boolean | undefined>> & { readonly model: string };

function priceOf(options: Typed): OwnPrice {
  const number = (name: string): number | undefined => numberOf(name, options[name]);
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const aliases = text("alias")
    ?.split(",")
    .map((alias) => alias.trim())
    .filter(Boolean);
  const multipliers = given({ fast: number("fast"), priority: number("priority"), batch: number("batch") });
  return {
    model: options.model,
    ...given({ aliases, provider: text("provider"), from: text("from"), to: text("to") }),
    input: number("input")!,
    output: number("output")!,
    ...given({
      cachedInput: number("cached-input"),
      cacheWrite5m: number("cache-write-5m"),
      cacheWrite1h: number("cache-write-1h"),
      webSearch: number("web-search"),
      multipliers: Object.keys(multipliers).length > 0 ? multipliers : undefined,
    }),
  };
}

/** Without the members that nothing is said of. */
const given = <Members extends object>(members: Members) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Members]?: Exclude<Members[Name], undefined>;
  };

function numberOf(name: string, typed: string | boolean | undefined): number | undefined {
  if (typeof typed !== "string") return undefined;
  const value = /^\$?(?:\d+\.?\d*|\.\d+)$/.test(typed) ? Number(typed.replace("$", "")) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new UsageError(`--${name} "${typed}" cannot be read: give a number such as 3 or 0.25.`);
}
