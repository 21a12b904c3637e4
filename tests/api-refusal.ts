import { expect } from "vitest";
import type { Answer } from "./send.ts";

/** How `/api/v1` and `/engine/v1` say no. */
export interface ApiErrorBody {
  readonly error: string;
  readonly code: string;
  readonly status: number;
  readonly request_id: string;
  readonly details?: readonly { readonly path: string; readonly message: string }[];
}

const codes: Readonly<Record<number, string>> = {
  400: "invalid_request",
  401: "unauthorized",
  403: "insufficient_scope",
  404: "not_found",
  409: "conflict",
  413: "too_large",
  415: "unsupported_type",
  429: "rate_limited",
};
const leaks =
  /SQLITE|sqlite|\bat [\w.<>]+ \(|node_modules|\/src\/|\.ts:\d|select .+ from|insert into|\/tmp\/|undefined|\[object/i;

/** Checks that a no has the shape of the contract, says something to act on, and nothing of the inside. */
export function expectApiRefusal(
  answer: Answer,
  status: number | readonly number[],
  path?: string,
): ApiErrorBody {
  const shown = answer.bytes.toString("utf8");
  expect([status].flat(), shown).toContain(answer.status);
  const body = answer.body as ApiErrorBody;
  const { details = [], ...rest } = body;
  expect(rest, shown).toEqual({
    error: expect.stringMatching(/^[A-Z\w[].{10,}[.?)…]$/s),
    code: codes[answer.status],
    status: answer.status,
    request_id: answer.headers["x-request-id"],
  });
  expect(body.request_id).toMatch(/^req_\w+$/);
  for (const detail of details) {
    expect(detail, shown).toEqual({ path: expect.stringMatching(/./), message: expect.stringMatching(/./) });
  }
  expect(shown).not.toMatch(leaks);
  if (path !== undefined)
    expect(
      details.map((detail) => detail.path),
      shown,
    ).toContain(path);
  if (answer.status === 429) expect(answer.headers["retry-after"], shown).toMatch(/^[1-9]\d*$/);
  return body;
}
