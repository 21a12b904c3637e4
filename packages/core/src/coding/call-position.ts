/**
 * Where a call stands in its stream: by its time, and among calls of one millisecond by its hash, so
 * that the order is that of the set and not of the arrival.
 */
export interface CallPosition {
  /** Epoch milliseconds. */
  readonly time: number;
  /** First 16 hexadecimal digits of the hash of the call's best key; empty stands before all of them. */
  readonly hash: string;
}

/** Negative where `a` stands before `b`, 0 where they are the same place. */
export function comparePositions(a: CallPosition, b: CallPosition): number {
  if (a.time !== b.time) return a.time - b.time;
  if (a.hash === b.hash) return 0;
  return a.hash < b.hash ? -1 : 1;
}

/** The bare position of something that holds more. */
export const positionOf = ({ time, hash }: CallPosition): CallPosition => ({ time, hash });

export const later = (a: CallPosition, b: CallPosition): CallPosition => (comparePositions(b, a) > 0 ? b : a);
