import { STATUS_CODES } from "node:http";
import type { ApiErrorAnswer, ErrorAnswer } from "@hearth/contract";
import { HearthError } from "@hearth/core/errors";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { FaultCause, Refusal } from "../intake/intake-item.ts";
import { causeOf } from "../intake/refusals.ts";
import { statusOf } from "./status-of.ts";

/** Seconds after which a refusal for load or a full disk is worth another try. */
export const retryAfter = { overloaded: 2, storage_full: 30, rate_limited: 60 } as const;

/** Faults that the HTTP library finds itself, in our words. */
const libraryFaults: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: "too_large",
    message: "The body is larger than the 2 MiB this door takes: send less at once.",
    details: [{ path: "body", message: "must have at most 2097152 bytes" }],
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: "invalid_request",
    message: "The body is not as long as Content-Length says: send it whole.",
    details: [{ path: "Content-Length", message: "differs from the body" }],
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: "unsupported_type",
    message: "This door takes JSON: send Content-Type: application/json.",
    details: [{ path: "Content-Type", message: "must be application/json" }],
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    code: "invalid_request",
    message: "The body is not valid JSON: send JSON encoded as UTF-8.",
    details: [{ path: "body", message: "is not valid JSON" }],
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: "invalid_request",
    message: "The body is empty: send a JSON object.",
    details: [{ path: "body", message: "is empty" }],
  },
  FST_ERR_BAD_URL: {
    code: "invalid_request",
    message: "The path is not a valid URL: encode it as UTF-8 with percent signs.",
    details: [{ path: "url", message: "cannot be decoded" }],
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    code: "invalid_request",
    message: "A part of the path is longer than any id: use the id as this server gave it.",
    details: [{ path: "url", message: "has a part of more than 256 characters" }],
  },
};

/** What any error means to the sender; what is not ours says nothing of itself. */
export function refusalFor(error: unknown): Refusal {
  if (error instanceof HearthError)
    return { code: error.code, message: error.message, details: error.details };
  const { code = "", statusCode = 500 } = error as Partial<FastifyError>;
  const known = libraryFaults[code];
  if (known) return known;
  if (statusCode === 429) {
    return {
      code: "rate_limited",
      message: "Too many requests: slow down and send this again.",
      details: [],
    };
  }
  if (statusCode >= 400 && statusCode < 500) {
    return {
      code: "invalid_request",
      message: "The request could not be read: check its headers and body.",
      details: [],
    };
  }
  const message = "The server failed on this request and stored nothing of it; its log names the request id.";
  return { code: "internal", message, details: [], cause: causeOf(error) };
}

declare module "fastify" {
  interface FastifyRequest {
    /** What failed inside, for the log. */
    cause: FaultCause | undefined;
  }
}

/** Whose callers know FORG's errors; all others know the game side's. */
const forgPaths = /^\/(?:api|engine)\/v1(?=[/?]|$)/;

/** Sends a refusal in the shape that whoever calls this path knows. */
export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const statusCode = statusOf(refusal.code);
  request.cause = refusal.cause;
  const wait = retryAfter[refusal.code as keyof typeof retryAfter];
  if (wait !== undefined && !reply.hasHeader("retry-after")) reply.header("retry-after", wait);
  if (statusCode === 401) reply.header("www-authenticate", "Bearer");
  const answer = forgPaths.test(request.url)
    ? apiErrorAnswer(refusal, request.id)
    : errorAnswer(refusal, request.id);
  return reply.code(statusCode).header("x-request-id", request.id).send(answer);
}

/** Says that a path or its method leads nowhere. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const shown = `${request.method} ${request.url.split("?")[0]!.slice(0, 100)}`;
  const message = `There is no ${shown} here: /docs lists what there is.`;
  return sendRefusal(request, reply, { code: "not_found", message, details: [] });
}

function errorAnswer({ code, message, details }: Refusal, requestId: string): ErrorAnswer {
  const statusCode = statusOf(code);
  return {
    statusCode,
    error: STATUS_CODES[statusCode] ?? "Error",
    message,
    details: [...details],
    requestId,
  };
}

function apiErrorAnswer({ code, message, details }: Refusal, requestId: string): ApiErrorAnswer {
  return {
    error: message,
    code: code === "unauthenticated" ? "unauthorized" : code,
    status: statusOf(code),
    request_id: requestId,
    ...(details.length > 0 && { details: [...details] }),
  };
}
