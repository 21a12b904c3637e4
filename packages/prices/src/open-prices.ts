import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { HearthError } from "@hearth/core/errors";
import { knownFacts } from "./known-facts.ts";
import { createOwnPrices } from "./own-prices.ts";
import { parsePriceFile, readPriceFile } from "./price-file.ts";
import type { PriceSource } from "./price-file.ts";
import { parsePriceOverrides } from "./price-overrides.ts";
import type { PriceOverride } from "./price-overrides.ts";
import { createPriceTable } from "./price-table.ts";
import type { PriceTable } from "./price-table.ts";

export interface Prices extends PriceTable {
  /** Changes whenever a price may have: kept with each event, it tells what the event was priced by. */
  readonly version: string;
  readonly sources: readonly PriceSource[];
  readonly overrides: readonly PriceOverride[];
}

/**
 * The checked-in prices, with an operator's own before them: at times that his own do not cover, and for
 * models that he does not name, the checked-in ones hold. A file that is not there holds none.
 * @throws HearthError `invalid_request` for a file that cannot be read or does not hold what it should
 */
export function openPrices({ overrideFile }: { overrideFile?: string } = {}): Prices {
  const { table, sources, text } = (checkedIn ??= readCheckedIn());
  const ownText = overrideFile === undefined ? undefined : readOverrideFile(overrideFile);
  const overrides = ownText === undefined ? [] : parsePriceOverrides(ownText, overrideFile!);
  const own = createOwnPrices(overrides);
  return {
    version: createHash("sha256")
      .update(text)
      .update(ownText ?? "")
      .digest("hex")
      .slice(0, 12),
    sources,
    overrides,
    find: (model, at, provider) => own.find(model, at, provider) ?? table.find(model, at, provider),
    has: (model, provider) => own.of(model, provider).length > 0 || table.has(model, provider),
    list(model, provider) {
      const before = model === undefined ? overrides : own.of(model, provider);
      return [
        ...before.map(({ record, names }) => ({ record, names, hours: null, source: null })),
        ...table.list(model, provider),
      ];
    },
  };
}

interface CheckedIn {
  readonly table: PriceTable;
  readonly sources: readonly PriceSource[];
  /** All that the prices are made of. */
  readonly text: string;
}

/** Read once in a process: the file is half a megabyte and never changes under a running program. */
let checkedIn: CheckedIn | undefined;

function readCheckedIn(): CheckedIn {
  const text = readPriceFile();
  const file = parsePriceFile(text);
  const facts = JSON.stringify(knownFacts, (_, value: unknown) =>
    typeof value === "function" ? String(value) : value,
  );
  return { table: createPriceTable(file), sources: file.sources, text: text + facts };
}

/** Undefined where there is none. */
export function readOverrideFile(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    throw new HearthError("invalid_request", `The price file ${file} cannot be read: ${message}.`);
  }
}
