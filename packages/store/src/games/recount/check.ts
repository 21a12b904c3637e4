/** A query whose rows are the differences: columns `stored` and `counted`, and those that name the place. */
export interface Check {
  /** What disagrees, in a few words. */
  readonly check: string;
  /** Without a limit: whoever asks sets it. */
  readonly sql: string;
}
