import {
  AuthenticationError,
  BudgetExceededError,
  ConflictError,
  type ErrorDetail,
  type ErrorFacts,
  type ForgError,
  type ForgErrorCode,
  InvalidRequestError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from "./forg-error.ts";

type Kind = new (code: ForgErrorCode, message: string, facts: ErrorFacts) => ForgError;

const kinds: Readonly<Record<number, Kind>> = {
  401: AuthenticationError,
  402: BudgetExceededError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  429: RateLimitError,
};

interface RefusedAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/**
 * The error that an answer outside 200–299 means.
 * @param text its body: `{ error, code, status, request_id, details? }`, or whatever a proxy wrote
 */
export function refusal(answer: RefusedAnswer, text: string, now: number): ForgError {
  const { status, headers } = answer;
  const { error, code, request_id, details } = membersOf(text);
  const Kind = kinds[status] ?? (status < 500 ? InvalidRequestError : ServerError);
  return new Kind(
    typeof code === "string" ? code : "http_error",
    typeof error === "string" ? error : `The server answered ${status} and no word of why.`,
    {
      status,
      requestId: typeof request_id === "string" ? request_id : (headers.get("x-request-id") ?? undefined),
      details: Array.isArray(details) ? (details as ErrorDetail[]) : undefined,
      retryAfter: secondsUntil(headers.get("retry-after"), now),
    },
  );
}

function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** @param header `Retry-After`: seconds, or a date */
function secondsUntil(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const date = header.endsWith(" GMT") ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1_000));
}
