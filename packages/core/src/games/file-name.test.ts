import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { safeFileName } from "./file-name.ts";

test.each([
  ["game.log", "game.log"],
  ["../../etc/passwd", "passwd"],
  ["C:\\Users\\me\\save 1.dat", "save_1.dat"],
  [".bashrc", "bashrc"],
  ["..", "file"],
  ["", "file"],
  ["a\0b\r\nc.png", "a_b_c.png"],
  ["日本語.png", "png"],
  ["résumé.txt", "re_sume_.txt"],
  ["x".repeat(300) + ".json", `${"x".repeat(95)}.json`],
])("%j is stored as %s", (sent, stored) => {
  expect(safeFileName(sent)).toBe(stored);
});

test("whatever a file is called, its name stays one plain step of a path", () => {
  assert(
    property(string({ unit: "binary", maxLength: 300 }), (name) => {
      expect(safeFileName(name)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/);
    }),
    { numRuns: 2_000 },
  );
});
