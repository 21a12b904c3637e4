import { expect, test } from "vitest";
import {
  ConnectionError,
  ForgError,
  RateLimitError,
  ServerError,
  TimeoutError,
} from "../errors/forg-error.ts";
import { retryWait } from "./retry-wait.ts";

const answered = (status: number, retryAfter?: number): ForgError =>
  new ServerError("x", "x", { status, retryAfter });

test("waits double, are spread, and stay below eight seconds", () => {
  const waits = Array.from({ length: 8 }, (_, retry) =>
    [0, 1].map((chance) => retryWait(answered(503), retry, chance)),
  );
  expect(waits.slice(0, 3)).toEqual([
    [250, 500],
    [500, 1_000],
    [1_000, 2_000],
  ]);
  expect(waits[7]).toEqual([4_000, 8_000]);
});

test("a server that says how long is not asked earlier, and not waited for beyond a minute", () => {
  const refused = (retryAfter: number) =>
    new RateLimitError("rate_limited", "x", { status: 429, retryAfter });
  expect(retryWait(refused(30), 0, 0)).toBe(30_250);
  expect(retryWait(refused(60), 0, 0)).toBe(60_250);
  expect(retryWait(refused(61), 0, 0)).toBeUndefined();
});

test("only what passes is tried again", () => {
  const statuses = [200, 400, 401, 402, 403, 404, 409, 413, 422, 429, 500, 501, 502, 503, 504];
  const retried = statuses.filter((status) => retryWait(answered(status), 0, 0) !== undefined);
  expect(retried).toEqual([429, 502, 503, 504]);
  expect(retryWait(new ConnectionError("network_error", "x"), 0, 0)).toBe(250);
  expect(retryWait(new TimeoutError("timeout", "x"), 0, 0)).toBe(250);
  expect(retryWait(new ForgError("unreadable_answer", "x"), 0, 0)).toBeUndefined();
  expect(retryWait(new TypeError("x"), 0, 0)).toBeUndefined();
});
