import { expect, test } from "vitest";
import { IntakeQueue } from "./intake-queue.ts";

const kibibyte = 1_024;

function fill(queue: IntakeQueue<string>, tokenId: number, bytes: number): number {
  for (let pushed = 0; ; pushed++) {
    try {
      queue.push(tokenId, `${tokenId}`, bytes);
    } catch (error) {
      expect(error).toMatchObject({ code: "overloaded" });
      return pushed;
    }
  }
}

test("one token fills half of the room at most, and a second one still finds some", () => {
  const queue = new IntakeQueue<string>(64 * kibibyte);
  const first = fill(queue, 1, kibibyte);
  expect(first).toBe(16);
  expect(fill(queue, 2, kibibyte)).toBe(8);
  expect(queue.bytes).toBeLessThanOrEqual(64 * kibibyte);
});

test("lines are served in turn, each in its own order", () => {
  const queue = new IntakeQueue<string>(64 * kibibyte);
  for (const work of ["a1", "a2", "a3"]) queue.push(1, work, 0);
  queue.push(2, "b1", 0);
  const taken = queue.take(64 * kibibyte).map(({ work }) => work);
  expect(taken).toEqual(["a1", "b1", "a2", "a3"]);
  expect(queue.bytes).toBe(0);
});

test("no more is taken than asked for, but one request always is", () => {
  const queue = new IntakeQueue<string>(64 * kibibyte);
  queue.push(1, "big", 20 * kibibyte);
  queue.push(1, "next", 0);
  expect(queue.take(1)).toHaveLength(1);
  expect(queue.take(0)).toHaveLength(0);
  expect(queue.take(1)).toHaveLength(1);
});

test("empty bodies take room too", () => {
  expect(fill(new IntakeQueue<string>(64 * kibibyte), 1, 0)).toBe(32);
});
