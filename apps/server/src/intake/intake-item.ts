import type { EventSpans } from "@hearth/core/games/intake/scan-events";
import type { IngestScope } from "@hearth/core/games/intake/scope";
import type { ErrorCode, ErrorDetail } from "@hearth/core/errors";

/** The doors whose bodies the writer decides on. */
export type Door = "sessions" | "session-end" | "events" | "uploads" | "reports" | "upload-arrival";

/** One request on its way to the writer. Its body travels beside it, unparsed. */
export interface IntakeItem {
  readonly id: number;
  readonly door: Door;
  readonly scope: IngestScope;
  /** Epoch milliseconds of receipt. */
  readonly now: number;
  /** Octets of the body within the batch's buffer. */
  readonly start: number;
  readonly end: number;
  readonly options: DoorOptions;
}

export interface DoorOptions {
  /** `Idempotency-Key` of a session start. */
  readonly idempotencyKey?: string;
  /** `?partial=true` on events. */
  readonly partial?: boolean;
  /** Where the events stand in the body, if the batch was plain enough to be walked on its way in. */
  readonly spans?: EventSpans;
  /** Session of a session end. */
  readonly sessionId?: string;
  /** Row and size of a file that has arrived. */
  readonly arrival?: { readonly id: number; readonly bytes: number };
  /** A signed link stands for the token, which may be revoked by now. */
  readonly isSigned?: boolean;
  /** The rejection this body is taken from; its token may be revoked by now. */
  readonly replayOf?: number;
  /** The body was refused before it reached the writer, and is only to be kept. */
  readonly refused?: Refusal;
}

export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: readonly ErrorDetail[];
  /** For the log only: what failed inside, without its words. */
  readonly cause?: FaultCause;
}

/** Names an unforeseen failure without quoting it: messages of engines and bodies of games stay out of the log. */
export interface FaultCause {
  readonly error: string;
  readonly code?: string;
  /** File and line it came from. */
  readonly at?: string;
}

/** What the writer answers once the item's transaction is durable. */
export type IntakeAnswer =
  | { readonly id: number; readonly body: string; readonly warnings?: string }
  | { readonly id: number; readonly refusal: Refusal };
