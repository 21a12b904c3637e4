export { openPrices } from "./open-prices.ts";
export type { Prices } from "./open-prices.ts";
export type { PriceSource } from "./price-file.ts";
export { parsePriceOverrides } from "./price-overrides.ts";
export type { PriceOverride } from "./price-overrides.ts";
export type { PriceTable } from "./price-table.ts";
