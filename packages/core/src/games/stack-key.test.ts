import { expect, test } from "vitest";
import { normaliseStack } from "./stack-key.ts";

test("two crashes of one kind have the same key, whatever differs between machines and builds", () => {
  const windows = [
    "NullReferenceException: player 42 is gone",
    "  at Enemy.Aim (C:\\build\\game\\src\\enemy.cs:88:12)",
    "  at Loop.Tick+0x1f [0x00007ff6a1b2c3d4]",
  ].join("\r\n");
  const linux = [
    "nullreferenceexception:  player 7 is gone",
    "",
    "at Enemy.Aim (/home/ci/game/src/enemy.cs:91:3)",
    "at Loop.Tick+0x2a [0x55d0c0ffee00]",
  ].join("\n");
  expect(normaliseStack(windows)).toBe(normaliseStack(linux));
  expect(normaliseStack(windows)).toContain("enemy.cs");
});

test("other functions are another key", () => {
  expect(normaliseStack("enemy_ai.gd:88 @ _process()")).not.toBe(normaliseStack("enemy_ai.gd:88 @ _ready()"));
  expect(normaliseStack("enemy_ai.gd:88 @ _process()")).toBe(normaliseStack("enemy_ai.gd:91 @ _process()"));
});

test("nothing but numbers and space is no stack", () => {
  expect(normaliseStack(" \n 0x1f \n 12:34 ")).toBe("");
});

test("a long recursion counts by its first thirty frames", () => {
  const frames = (count: number) =>
    Array.from({ length: count }, (_, at) => `f${"x".repeat(at)}()`).join("\n");
  expect(normaliseStack(frames(40))).toBe(normaliseStack(frames(30)));
});

test("megabytes of one line, or of empty ones, are not a question of minutes", () => {
  const lines = [
    `${"a/".repeat(500_000)}${"9".repeat(500_000)}`,
    "1\n".repeat(1_000_000),
    ":1".repeat(500_000),
  ];
  for (const stack of lines) expect(normaliseStack(stack).length).toBeLessThan(501);
});
