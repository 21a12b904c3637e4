import type { SessionWindow } from "./session-windows.ts";

/**
 * A session whose name its client owns: one window over all its calls, whatever silence lies between
 * them. It exists from its first signal, so it may have no window yet, or none any more.
 */
export interface NamedSession {
  readonly name: string;
  /** Whoever first used the name. */
  readonly owner: string;
  readonly window: SessionWindow | undefined;
  /** Its first and last signal that is no call, epoch milliseconds; undefined where there is none. */
  readonly signals: { readonly first: number; readonly last: number } | undefined;
}

/** Start and end, of its calls where it has any: signals that are no calls move neither. */
export function spanOfNamed({ window, signals }: NamedSession): { start: number; end: number } | undefined {
  if (window) return { start: window.first.time, end: window.last.time };
  return signals && { start: signals.first, end: signals.last };
}

/** Whether nothing is left of it. Its name stays its owner's even then. */
export const isEmptyNamed = ({ window, signals }: NamedSession): boolean => !window && !signals;
