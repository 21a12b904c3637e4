import { STATUS_CODES } from "node:http";
import { expect } from "vitest";
import type { ErrorBody } from "./game.ts";
import type { Answer } from "./send.ts";

const leaks =
  /SQLITE|sqlite|\bat [\w.<>]+ \(|node_modules|\/src\/|\.ts:\d|select .+ from|insert into|\/tmp\/|undefined|\[object/i;

/** Checks that a no has the shape of the contract, says something to act on, and nothing of the inside. */
export function expectRefusal(answer: Answer, status: number | readonly number[], path?: string): ErrorBody {
  const shown = answer.bytes.toString("utf8");
  expect([status].flat(), shown).toContain(answer.status);
  const body = answer.body as ErrorBody;
  expect(body, shown).toEqual({
    statusCode: answer.status,
    error: STATUS_CODES[answer.status],
    message: expect.stringMatching(/^[A-Z\w[].{10,}[.)…]$/s),
    details: expect.any(Array),
    requestId: expect.stringMatching(/^req_\w+$/),
  });
  for (const detail of body.details) {
    expect(detail, shown).toEqual({
      path: expect.stringMatching(/./),
      message: expect.stringMatching(/./),
    });
  }
  expect(shown).not.toMatch(leaks);
  if (path !== undefined)
    expect(
      body.details.map((detail) => detail.path),
      shown,
    ).toContain(path);
  if ([429, 503].includes(answer.status)) expect(answer.headers["retry-after"], shown).toMatch(/^\d+$/);
  return body;
}
