import { ConnectionError, ForgError } from "../errors/forg-error.ts";

const passing: ReadonlySet<number | undefined> = new Set([429, 502, 503, 504]);
const firstWait = 500;
const longestBackoff = 8_000;
/** A server that asks for more than this is not waited for: the error says how long. */
const longestWait = 60_000;

/**
 * Milliseconds to wait before the same request is sent again; undefined where that would not help.
 * Never earlier than `Retry-After`, doubled from retry to retry, and spread so that clients refused
 * together do not come back together.
 * @param retry 0 for the first
 * @param chance from 0 to 1
 */
export function retryWait(error: unknown, retry: number, chance: number): number | undefined {
  if (!(error instanceof ForgError)) return undefined;
  if (!(error instanceof ConnectionError) && !passing.has(error.status)) return undefined;
  const backoff = Math.min(firstWait * 2 ** retry, longestBackoff) * (0.5 + chance / 2);
  const asked = (error.retryAfter ?? 0) * 1_000;
  return asked > longestWait ? undefined : asked + backoff;
}

/** Whether the server may have done what was asked, though no word of it came back. */
export const isUnsure = (error: unknown): boolean =>
  error instanceof ConnectionError || (error instanceof ForgError && [502, 504].includes(error.status ?? 0));
