import { expect } from "vitest";

/** Shows where two long texts part, and not all that is around it. */
export function expectSameText(a: string, b: string): void {
  if (a === b) return;
  let at = 0;
  while (a[at] === b[at]) at++;
  const around = (text: string): string => text.slice(Math.max(0, at - 400), at + 400);
  expect(around(a)).toBe(around(b));
}
