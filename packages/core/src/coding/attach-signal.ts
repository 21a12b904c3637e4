import type { SessionWindow } from "./session-windows.ts";

/**
 * The session that a signal which is no call is shown with: the one it falls into, else the one before
 * it, else the one after it, each within the timeout and on the same side of every end. Undefined where
 * it stands alone. It changes no figure.
 * @param time of the signal, epoch milliseconds
 * @param before the last window that begins at or before the signal
 * @param after the first window that begins after it
 * @param ends of the stream from `before`'s last call to `after`'s first
 */
export function attachSignal<Stored extends SessionWindow>(
  time: number,
  before: Stored | undefined,
  after: Stored | undefined,
  ends: readonly number[],
  timeout: number,
): Stored | undefined {
  const isNear = (from: number, to: number): boolean =>
    to - from < timeout && !ends.some((end) => from <= end && end < to);
  if (before && (time <= before.last.time || isNear(before.last.time, time))) return before;
  return after && isNear(time, after.first.time) ? after : undefined;
}
