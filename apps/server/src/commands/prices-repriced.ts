import type { Prices } from "@hearth/prices";
import type { RepricedFigures } from "@hearth/store/engines/sqlite/coding/reprice-period";

/** What a repricing came to in one mode. */
export interface Repriced extends RepricedFigures {
  readonly mode: "live" | "test";
  /** False where it was stopped. */
  readonly isDone: boolean;
}

/** Whether a call's model is the one that was named, under whichever of its names; any where none was. */
export function concernedBy(prices: Prices, named: string | undefined): (model: string) => boolean {
  if (named === undefined) return () => true;
  const known = new Map<string, boolean>();
  const wanted = identityOf(prices, named);
  return (model) => {
    let is = known.get(model);
    if (is === undefined) known.set(model, (is = identityOf(prices, model) === wanted));
    return is;
  };
}

function identityOf(prices: Prices, model: string): string {
  const [price] = prices.list(model);
  return price ? `${price.record.provider}\n${price.record.model}` : model.trim().toLowerCase();
}

/** Costs in dollars. */
export const repricedData = ({ costBefore, costAfter, ...rest }: Repriced): object => ({
  ...rest,
  costBefore: costBefore / 1e6,
  costAfter: costAfter / 1e6,
});

export function repricedText(repriced: readonly Repriced[], isTrial: boolean): string {
  return [
    ...repriced.map((figures) => sentence(figures, isTrial)),
    ...(repriced.every(({ isDone }) => isDone)
      ? []
      : ["Stopped before it was done: run it again, it goes on where calls still have their old cost."]),
    ...(isTrial ? ["Nothing was changed: leave out --dry-run to do it."] : []),
  ].join("\n");
}

function sentence(
  { mode, looked, repriced, costBefore, costAfter, unpricedBefore, unpricedAfter }: Repriced,
  isTrial: boolean,
): string {
  const what = isTrial ? "would be repriced" : "repriced";
  const head = `${mode}: ${repriced} of ${looked} calls ${what}`;
  if (repriced === 0) return `${head}.`;
  return `${head}, from ${dollars(costBefore)} (${unpricedBefore} unpriced) to ${dollars(costAfter)} (${unpricedAfter} unpriced).`;
}

const dollars = (micro: number): string => `$${(micro / 1e6).toFixed(6).replace(/0{1,4}$/, "")}`;
