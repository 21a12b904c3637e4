/** How many rows of each kind went. */
export interface Removed {
  readonly sessions: number;
  readonly events: number;
  readonly uploads: number;
  readonly reports: number;
  readonly rejections: number;
}

/** Adds up what several steps removed; a kind a step does not name counts as none. */
export const sumRemoved = (...steps: readonly Partial<Removed>[]): Removed => ({
  sessions: sumOf(steps, "sessions"),
  events: sumOf(steps, "events"),
  uploads: sumOf(steps, "uploads"),
  reports: sumOf(steps, "reports"),
  rejections: sumOf(steps, "rejections"),
});

const sumOf = (steps: readonly Partial<Removed>[], kind: keyof Removed): number =>
  steps.reduce((sum, step) => sum + (step[kind] ?? 0), 0);
