import type { SessionOutcome } from "./session-end.ts";

/** What is already stored, as far as a decision needs it. `undefined` means there is no such row. */
export interface PlayFacts {
  session(id: number): SessionFact | undefined;
  build(id: number): BuildFact | undefined;
  buildByIdentity(projectId: number, identity: BuildIdentity): BuildFact | undefined;
  key(projectId: number, hash: KeyHash): KeyFact | undefined;
  upload(id: number): UploadFact | undefined;
  event(id: number): EventFact | undefined;
  /** The newest report of the issue that is no duplicate itself. */
  root(environmentId: number, dedupeKey: string): RootFact | undefined;
  /** Octets this token has uploaded on the day. */
  uploadedBytes(tokenId: number, day: number): number;
}

/** First 16 octets of a key's SHA-256, in hexadecimal. */
export type KeyHash = string;

/** Where a row belongs. */
export interface Placed {
  readonly id: number;
  readonly organizationId: number;
  readonly projectId: number;
  readonly environmentId: number;
}

export interface SessionFact extends Placed {
  readonly buildId: number;
  readonly channel: string;
  readonly startedAt: number;
  readonly lifecycle: boolean;
  readonly outcome: SessionOutcome | null;
  readonly endedAt: number | null;
}

/** What makes two builds the same one. */
export interface BuildIdentity {
  readonly version: string;
  /** Lower case. */
  readonly platform: string;
  /** Empty for none. */
  readonly gitCommit: string;
}

export interface BuildFact extends BuildIdentity {
  readonly id: number;
  readonly organizationId: number;
  readonly projectId: number;
  readonly channel: string | null;
  readonly createdAt: number;
}

export interface KeyFact {
  readonly row: number;
  readonly day: number;
  readonly deleted: boolean;
}

export interface UploadFact extends Placed {
  readonly tokenId: number;
  readonly attachmentType: string;
  readonly fileName: string;
  readonly bytes: number | null;
  readonly arrived: boolean;
}

export interface EventFact extends Placed {
  readonly eventType: string;
  /** JSON text; only of `error` events, whose stack can identify a report. */
  readonly payload: string | null;
}

export interface RootFact {
  readonly id: number;
  readonly createdAt: number;
  readonly closed: boolean;
}
