import { expect, test } from "vitest";
import { clientOf } from "../fixtures/client-of.ts";
import { refuse, scriptedServer } from "../fixtures/scripted-server.ts";
import * as errors from "./forg-error.ts";
import { refusal } from "./refusal.ts";

test.each([
  [400, "invalid_request", errors.InvalidRequestError],
  [401, "unauthorized", errors.AuthenticationError],
  [402, "budget_exceeded", errors.BudgetExceededError],
  [403, "insufficient_scope", errors.PermissionError],
  [404, "not_found", errors.NotFoundError],
  [409, "conflict", errors.ConflictError],
  [413, "too_large", errors.InvalidRequestError],
  [422, "invalid_request", errors.InvalidRequestError],
  [429, "rate_limited", errors.RateLimitError],
  [500, "internal", errors.ServerError],
  [503, "overloaded", errors.ServerError],
])("%i %s is told by its kind, code and request id", async (status, code, Kind) => {
  await using server = await scriptedServer(refuse(status, code));
  const thrown: unknown = await clientOf(server, { maxRetries: 0 })
    .events.get("evt_1")
    .catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Kind);
  expect(thrown).toBeInstanceOf(errors.ForgError);
  expect(thrown).toMatchObject({
    name: Kind.name,
    message: `It said ${code}.`,
    code,
    status,
    requestId: "req_9f3e2a1b",
    retryAfter: undefined,
    details: [{ path: "limit", message: "must be less" }],
  });
});

const answerOf = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: { get: (name: string) => headers[name] ?? null },
});

test("what a proxy says is a refusal too", () => {
  const error = refusal(answerOf(502, { "x-request-id": "req_1" }), "<html>Bad gateway</html>", 0);
  expect(error).toBeInstanceOf(errors.ServerError);
  expect(error).toMatchObject({ code: "http_error", status: 502, requestId: "req_1" });
  for (const text of ["", "null", "[]", '"x"', '{"error":{"a":1},"code":7}']) {
    expect(refusal(answerOf(418), text, 0)).toMatchObject({ code: "http_error", status: 418 });
  }
});

test.each([
  ["7", 7],
  ["0", 0],
  ["Thu, 01 Jan 1970 00:01:30 GMT", 80],
  ["Wed, 31 Dec 1969 00:00:00 GMT", 0],
  ["soon", undefined],
  ["-1", undefined],
])("Retry-After %s is %j seconds", (header, seconds) => {
  const error = refusal(answerOf(429, { "retry-after": header }), "{}", 10_000);
  expect(error.retryAfter).toBe(seconds);
});
