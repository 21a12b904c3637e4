/** Every way a request can fail. The codes are stable: documents, tests and support quote them. */
export type ErrorCode =
  | "invalid_request"
  | "unauthenticated"
  | "forbidden"
  | "insufficient_scope"
  | "not_found"
  | "conflict"
  | "gone"
  | "too_large"
  | "unsupported_type"
  | "rate_limited"
  | "overloaded"
  | "storage_full"
  | "internal";

/** One fault of a request: where it is and how to mend it. */
export interface ErrorDetail {
  /** Path into the body such as `[3].eventType`, or a parameter's name. */
  readonly path: string;
  readonly message: string;
}

/** A failure whose message is safe to show: one sentence its reader can act on. */
export class HearthError extends Error {
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[];

  constructor(code: ErrorCode, message: string, details: readonly ErrorDetail[] = []) {
    super(message);
    this.name = "HearthError";
    this.code = code;
    this.details = details;
  }
}
