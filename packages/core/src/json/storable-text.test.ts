import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { storableJson, storableText } from "./storable-text.ts";

test("NUL and lone surrogates become U+FFFD, pairs stay", () => {
  expect(storableText("a\0b\ud800c😀")).toBe("a\ufffdb\ufffdc😀");
});

test.each([
  [String.raw`"\u0000"`, String.raw`"\ufffd"`],
  [String.raw`"\\u0000"`, String.raw`"\\u0000"`],
  [String.raw`"\ud83d\ude00"`, String.raw`"\ud83d\ude00"`],
  [String.raw`"\ud83d"`, String.raw`"\ufffd"`],
  [String.raw`"\ude00\ud83d"`, String.raw`"\ufffd\ufffd"`],
  [String.raw`"\ud83d\ud83d\ude00"`, String.raw`"\ufffd\ud83d\ude00"`],
  [String.raw`"\ud83d\n\ude00"`, String.raw`"\ufffd\n\ufffd"`],
  [String.raw`"\ud83dx\ude00"`, String.raw`"\ufffdx\ufffd"`],
  [`[431.0, "plain"]`, `[431.0, "plain"]`],
])("%s is kept as %s", (sent, kept) => {
  expect(storableJson(sent)).toBe(kept);
});

test("what is kept says the same as what was sent, but for what cannot be stored", () => {
  assert(
    property(string({ unit: "binary" }), (text) => {
      const escaped = `"${Array.from(text, (_, at) => text.charCodeAt(at))
        .filter((unit) => !Number.isNaN(unit))
        .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
        .join("")}"`;
      expect(JSON.parse(storableJson(escaped))).toBe(storableText(JSON.parse(escaped) as string));
    }),
  );
});
