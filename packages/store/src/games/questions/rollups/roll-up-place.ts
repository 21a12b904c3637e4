/** Where a roll-up is read. */
export interface RollUpPlace {
  readonly projectId: number;
  /** Never empty; roll-ups are ordered by environment before time, so that each is named. */
  readonly environmentIds: readonly number[];
}
