import { statSync } from "node:fs";
import { HearthError } from "@hearth/core/errors";
import { openPrices } from "./open-prices.ts";
import type { Prices } from "./open-prices.ts";

interface Watch {
  readonly overrideFile: string;
  /** Told once of each state of the file that cannot be used; the prices before it hold on. */
  readonly onFault: (fault: HearthError) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly clock?: () => number;
}

/** Milliseconds between two looks at the disk. */
const interval = 1_000;

/**
 * Prices that follow the operator's file: a look-up takes a changed one over, asking the disk at most once a
 * second. `version` is that of the last look-up's prices. Opens nothing before its first use. A broken file is
 * told of, and stops nobody from pricing.
 */
export function watchedPrices({ overrideFile, onFault, clock = () => performance.now() }: Watch): Prices {
  let opened: Prices | undefined;
  let seen: string | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;

  const look = (): void => {
    const now = clock();
    if (now - lookedAt < interval) return;
    lookedAt = now;
    // Before it is read: what is written meanwhile shows as another state next time.
    const state = stateOf(overrideFile);
    if (state === seen) return;
    seen = state;
    try {
      opened = openPrices({ overrideFile });
    } catch (fault) {
      if (!(fault instanceof HearthError)) throw fault;
      opened ??= openPrices();
      onFault(fault);
    }
  };
  const prices = (): Prices => {
    look();
    return (opened ??= openPrices());
  };
  return {
    find: (model, at, provider) => prices().find(model, at, provider),
    has: (model, provider) => prices().has(model, provider),
    list: (model, provider) => prices().list(model, provider),
    get version() {
      return (opened ?? prices()).version;
    },
    get sources() {
      return prices().sources;
    },
    get overrides() {
      return prices().overrides;
    },
  };
}

/** Differs where the file may: a rename brings another inode, a write another time. */
function stateOf(file: string): string {
  try {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    return found ? `${found.ino} ${found.size} ${found.mtimeNs}` : "none";
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}
