import { expect, test } from "vitest";
import fc from "fast-check";
import { PublicIds, dayOf, type IdKind } from "./public-id.ts";

const ids = new PublicIds([1, 2, 3, 4, 5, 6, 7, 8]);
const kind = fc.constantFrom<IdKind[]>("session", "build", "event", "upload", "report");
const identity = fc.record({
  kind,
  day: fc.integer({ min: 18_262, max: 18_262 + 65_535 }),
  row: fc.integer({ min: 0, max: 2 ** 44 - 1 }),
});

test("every identity survives the round trip as a UUID of version 8", () => {
  fc.assert(
    fc.property(identity, (wanted) => {
      const text = ids.encode(wanted.kind, wanted.day, wanted.row);
      expect(text).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(ids.decode(text)).toEqual(wanted);
      expect(ids.decode(text.toUpperCase())).toEqual(wanted);
    }),
  );
});

test("an id with one digit changed, or made under another key, is not ours", () => {
  const others = new PublicIds([1, 2, 3, 4, 5, 6, 7, 9]);
  fc.assert(
    fc.property(identity, fc.nat(35), ({ kind, day, row }, at) => {
      const text = ids.encode(kind, day, row);
      expect(others.decode(text)).toBeUndefined();
      const digit = text[at]!;
      if (digit === "-") return;
      const changed = text.slice(0, at) + (digit === "0" ? "1" : "0") + text.slice(at + 1);
      expect(ids.decode(changed)).toBeUndefined();
    }),
  );
});

test("neighbouring rows share no visible pattern", () => {
  const day = dayOf(Date.UTC(2026, 0, 1));
  const firstWords = new Set(
    Array.from({ length: 1000 }, (_, row) => ids.encode("event", day, row).slice(0, 6)),
  );
  expect(firstWords.size).toBeGreaterThan(990);
});

test("an id of one kind is not an id of another", () => {
  const session = ids.encode("session", 20_000, 7);
  expect(ids.rowOf("session", session)).toBe(7);
  expect(ids.rowOf("event", session)).toBeUndefined();
});
