import { HearthError } from "@hearth/core/errors";
import { parseInstant } from "@hearth/core/time/instant";

/** Epoch milliseconds: from `from`, and before `to`. */
export interface TimeRange {
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/**
 * Reads the two ends of a range as ISO 8601.
 * @throws HearthError `invalid_request` naming the end that cannot be read
 */
export function timeRange(given: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): TimeRange {
  return { from: readEnd("from", given.from), to: readEnd("to", given.to) };
}

function readEnd(name: "from" | "to", text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = parseInstant(text);
  if (at !== undefined) return at;
  throw new HearthError(
    "invalid_request",
    `${name} must be an ISO 8601 time such as 2026-11-22T09:30:00Z, and "${text.slice(0, 60)}" is not.`,
    [{ path: name, message: "must be an ISO 8601 time" }],
  );
}
