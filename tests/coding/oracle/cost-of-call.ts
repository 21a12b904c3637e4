import type { ForetoldCall } from "./calls-of-reports.ts";

/** Micro-dollars per million tokens: input, read from the cache, written for 5 minutes and an hour, output. */
const prices: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
  "claude-opus-4-5": [5_000_000, 500_000, 6_250_000, 10_000_000, 25_000_000],
  "claude-haiku-4-5": [1_000_000, 100_000, 1_250_000, 2_000_000, 5_000_000],
  "gpt-5.1": [1_250_000, 125_000, 1_250_000, 1_250_000, 10_000_000],
};
const microPerSearch = 10_000;

/** What a call costs in micro-dollars, null where nobody knows. */
export function costOfCall({ model, usage, error, reported }: ForetoldCall): number | null {
  const price = prices[model];
  const tellsUse = usage.tokens_in !== undefined || usage.tokens_out !== undefined;
  if (!price || (!tellsUse && error === null && (usage.web_searches ?? 0) === 0)) return reported;
  const { cache_read_tokens: read = 0, cache_write_5m_tokens: write5m = 0 } = usage;
  const write1h = usage.cache_write_1h_tokens ?? 0;
  const plain = (usage.tokens_in ?? 0) - read - write5m - write1h;
  const amounts = [plain, read, write5m, write1h, usage.tokens_out ?? 0];
  const millionths = amounts.reduce((sum, tokens, at) => sum + BigInt(tokens * price[at]!), 0n);
  const halves = usage.service_tier === "batch" ? 1n : 2n;
  const rounded = (millionths * halves + 1_000_000n) / 2_000_000n;
  return Number(rounded) + microPerSearch * (usage.web_searches ?? 0);
}
