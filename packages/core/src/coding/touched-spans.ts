import type { SessionWindow } from "./session-windows.ts";
import type { SettledChanges } from "./stream-changes.ts";

/** Epoch milliseconds, both inclusive; infinite where the timeout is. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * Where a change can reach: within a timeout of each place it touches. Oldest first, none overlapping:
 * a call of last year and one of today do not load the year between them.
 */
export function touchedSpans(changes: SettledChanges, timeout: number): TimeSpan[] {
  const times = [
    ...changes.added.map(({ time }) => time),
    ...changes.removed.map(({ time }) => time),
    ...changes.replaced.map(({ before }) => before.time),
    ...changes.ends,
    ...changes.lostEnds,
  ].toSorted((a, b) => a - b);
  const spans: { from: number; to: number }[] = [];
  for (const time of times) {
    const span = spans.at(-1);
    if (span && time - timeout <= span.to) span.to = time + timeout;
    else spans.push({ from: time - timeout, to: time + timeout });
  }
  return spans;
}

/**
 * Where the ends must be known: over the spans and all windows they touch. Stretches nearer to each other
 * than the timeout are one, so that an end between two windows next to each other is not overlooked.
 * @param windows those that the spans touch, oldest first
 */
export function endSpans(
  spans: readonly TimeSpan[],
  windows: readonly SessionWindow[],
  timeout: number,
): TimeSpan[] {
  const stretches = [
    ...spans,
    ...windows.map(({ first, last }) => ({ from: first.time, to: last.time })),
  ].toSorted((a, b) => a.from - b.from);
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of stretches) {
    const open = merged.at(-1);
    if (open && from - open.to < timeout) open.to = Math.max(open.to, to);
    else merged.push({ from, to });
  }
  return merged;
}
