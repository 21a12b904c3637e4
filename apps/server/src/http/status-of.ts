import type { ErrorCode } from "@hearth/core/errors";

const statuses: Readonly<Record<ErrorCode, number>> = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  insufficient_scope: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported_type: 415,
  rate_limited: 429,
  internal: 500,
  overloaded: 503,
  storage_full: 503,
};

/** The HTTP status of a code; the domain knows only the code. */
export const statusOf = (code: ErrorCode): number => statuses[code];
