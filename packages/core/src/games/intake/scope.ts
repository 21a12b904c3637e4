/** Where a request may write: decided by its token alone. Integer row ids. */
export interface IngestScope {
  readonly organizationId: number;
  readonly projectId: number;
  readonly environmentId: number;
  readonly tokenId: number;
}

/** What a decision may know of the outside, handed in so that it can be replayed. */
export interface IngestContext {
  readonly scope: IngestScope;
  /** Epoch milliseconds at which the request was received. */
  readonly now: number;
}
