import type { CodingScope } from "@hearth/store/engines/sqlite/coding/coding-scope";
import type { EventSpans } from "@hearth/core/games/intake/scan-events";
import type { IngestScope } from "@hearth/core/games/intake/scope";
import type { ErrorCode, ErrorDetail } from "@hearth/core/errors";

/** The doors of games whose bodies the writer decides on. */
export type Door = "sessions" | "session-end" | "events" | "uploads" | "reports" | "upload-arrival";

/** One request on its way to the writer. Its body travels beside it, unparsed. */
export type IntakeItem = PlayItem | SignalsItem;

export interface PlayItem extends Carried {
  readonly door: Door;
  readonly scope: IngestScope;
  readonly options: DoorOptions;
}

/** Signals of the coding side, whichever door they came through: `{ "signals": [ … ] }`. */
export interface SignalsItem extends Carried {
  readonly door: "signals";
  readonly scope: SignalScope;
}

/** Whose signals they are. */
export interface SignalScope extends CodingScope {
  /** The user of the device that sent them; null where each signal names its own. */
  readonly user: string | null;
  /** Row of the credential, by which the queue is fair. */
  readonly tokenId: number;
}

interface Carried {
  readonly id: number;
  /** Epoch milliseconds of receipt. */
  readonly now: number;
  /** Octets of the body within the batch's buffer. */
  readonly start: number;
  readonly end: number;
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
