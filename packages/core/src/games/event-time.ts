/** How far from its receipt the time of an event may lie before the roll-ups stop believing it. */
export const oldestRollUp = 30 * 86_400_000;
export const newestRollUp = 5 * 60_000;

const millisecondsPerHour = 3_600_000;

/** Whole hours since the epoch. */
export const hourOf = (at: number): number => Math.floor(at / millisecondsPerHour);

/**
 * The time at which the roll-ups count an event: when it occurred, held between thirty days before and
 * five minutes after its receipt, so that a wrong clock cannot fill hours far away. Epoch milliseconds.
 */
export const rollUpTime = (occurredAt: number, receivedAt: number): number =>
  Math.min(Math.max(occurredAt, receivedAt - oldestRollUp), receivedAt + newestRollUp);
