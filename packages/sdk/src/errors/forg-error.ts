/**
 * Codes a server answers with, and those made here: `network_error` and `timeout` where no answer came,
 * `unreadable_answer` where it was not JSON, `http_error` for a refusal that is not this API's, and
 * `invalid_use` for a call that was never sent. A newer server may know others.
 */
export type ForgErrorCode =
  | "invalid_request"
  | "unauthorized"
  | "budget_exceeded"
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
  | "internal"
  | "network_error"
  | "timeout"
  | "unreadable_answer"
  | "http_error"
  | "invalid_use"
  | (string & {});

/** One fault of a request: where it is, and how it should be. */
export interface ErrorDetail {
  /** A member of the body, or a parameter. */
  readonly path: string;
  readonly message: string;
}

export interface ErrorFacts {
  /** HTTP status; absent where no answer came. */
  readonly status?: number | undefined;
  /** What the server's log calls the request. */
  readonly requestId?: string | undefined;
  /** Seconds after which the server says another try is worth it. */
  readonly retryAfter?: number | undefined;
  readonly details?: readonly ErrorDetail[] | undefined;
  readonly cause?: unknown;
}

/** Every failure of this client, but for a caller's own abort, which is thrown as its reason. */
export class ForgError extends Error {
  override readonly name: string = "ForgError";
  readonly code: ForgErrorCode;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly details: readonly ErrorDetail[];

  constructor(code: ForgErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.retryAfter = facts.retryAfter;
    this.details = facts.details ?? [];
  }
}

/** 400, 413, 422 and every other refusal of what was sent. */
export class InvalidRequestError extends ForgError {
  override readonly name = "InvalidRequestError";
}

/** 401: the key is missing, unknown or revoked. */
export class AuthenticationError extends ForgError {
  override readonly name = "AuthenticationError";
}

/** 402: a budget rule blocks. */
export class BudgetExceededError extends ForgError {
  override readonly name = "BudgetExceededError";
}

/** 403: the key lacks the scope. */
export class PermissionError extends ForgError {
  override readonly name = "PermissionError";
}

/** 404. */
export class NotFoundError extends ForgError {
  override readonly name = "NotFoundError";
}

/** 409. */
export class ConflictError extends ForgError {
  override readonly name = "ConflictError";
}

/** 429, after the last retry. */
export class RateLimitError extends ForgError {
  override readonly name = "RateLimitError";
}

/** 5xx. */
export class ServerError extends ForgError {
  override readonly name = "ServerError";
}

/** No answer came: refused, cut off, or a name that does not resolve. */
export class ConnectionError extends ForgError {
  override readonly name: string = "ConnectionError";
}

/** No whole answer within `timeout`. */
export class TimeoutError extends ConnectionError {
  override readonly name = "TimeoutError";
}
