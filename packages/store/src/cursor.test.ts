import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { HearthError } from "@hearth/core/errors";
import { openCursor, sealCursor, type Cursor } from "./cursor.ts";

const sealer = { cursorKey: randomBytes(32), organizationId: 7, mode: "live" as const };
const cursor: Cursor = {
  question: "listSessions",
  within: 3,
  filters: { version: "1.14.2 ▲", status: "crashed" },
  order: "desc",
  limit: 50,
  position: [1_780_000_000_000, 41],
  total: 1_000_000,
};
const text = sealCursor(sealer, cursor);

test("a cursor holds what it was made of and can stand in a URL", () => {
  expect(openCursor(sealer, text, cursor)).toEqual(cursor);
  expect(encodeURIComponent(text)).toBe(text);
});

const refusals: [string, () => unknown][] = [
  ["another organization", () => openCursor({ ...sealer, organizationId: 8 }, text, cursor)],
  ["another mode", () => openCursor({ ...sealer, mode: "test" }, text, cursor)],
  ["another database", () => openCursor({ ...sealer, cursorKey: randomBytes(32) }, text, cursor)],
  ["another question", () => openCursor(sealer, text, { question: "listReports", within: 3 })],
  ["another project", () => openCursor(sealer, text, { question: "listSessions", within: 4 })],
  ["nothing", () => openCursor(sealer, "", cursor)],
  ["something else", () => openCursor(sealer, "bm90IGEgY3Vyc29y", cursor)],
  ["a cut cursor", () => openCursor(sealer, text.slice(0, -4), cursor)],
];

test.each(refusals)("%s is refused", (_name, open) => {
  expect(open).toThrow(HearthError);
  expect(open).toThrow(expect.objectContaining({ code: "invalid_request" }));
});

test("a cursor with any octet changed is refused", () => {
  const bytes = Buffer.from(text, "base64url");
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    expect(() => openCursor(sealer, changed.toString("base64url"), cursor)).toThrow(HearthError);
  }
});
