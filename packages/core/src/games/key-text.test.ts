import { expect, test } from "vitest";
import { keyText } from "./key-text.ts";

const uuid = "0F8FAD5B-D9CB-469F-A165-70867728950E";

test("a UUID is the same key in any case of letters", () => {
  for (const kind of ["event", "report", "session-id"] as const) {
    expect(keyText(kind, uuid)).toBe(`${kind}:${uuid.toLowerCase()}`);
  }
});

test("what is no UUID, and every Idempotency-Key, is a key as sent", () => {
  expect(keyText("report", "Request-7")).toBe("report:Request-7");
  expect(keyText("session", uuid)).toBe(`session:${uuid}`);
});
