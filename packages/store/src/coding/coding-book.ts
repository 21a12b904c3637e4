/** Whose calls they are: one organization, and live or test data of it. */
export interface CodingScope {
  readonly organizationId: number;
  /** Public id of the organization: part of every key's hash. */
  readonly organization: string;
  /** 1 for what test credentials send. */
  readonly test: 0 | 1;
}

/** How many rows of each kind went. */
export interface ErasedUser {
  readonly calls: number;
  readonly signals: number;
}

/** What commands may do to calls, inside their transaction: sessions and roll-ups follow. */
export interface CodingBook {
  /**
   * Removes a session by any of its ids, for good.
   * @returns the position hashes of its calls; undefined where there is no such session
   */
  deleteSession(scope: CodingScope, id: string): string[] | undefined;
  /** Removes the session that begins at a place of a stream: row id, epoch milliseconds, position hash. */
  deleteSessionAt(scope: CodingScope, streamId: number, time: number, hash: Uint8Array): void;
  /** Removes calls by their position hashes, and says how many there were. */
  deleteCalls(scope: CodingScope, hashes: readonly string[]): number;
  /** Removes all that is known of a user, his devices included. */
  eraseUser(scope: CodingScope, user: string): ErasedUser;
}
