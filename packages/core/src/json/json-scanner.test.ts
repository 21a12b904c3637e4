import { assert, constantFrom, integer, json, nat, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";
import { JsonScanner } from "./json-scanner.ts";

const isWhole = (text: string): boolean => {
  const scanner = new JsonScanner(text);
  const isValue = scanner.value();
  scanner.space();
  return isValue && scanner.at === text.length;
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

test("it accepts exactly what the parser accepts, on JSON with one character changed", () => {
  const odd = constantFrom(...'{}[]",:\\0123456789.eE+-tfnu \n\t\0\u0001\ud800é'.split(""));
  assert(
    property(
      json(),
      nat(),
      oneof(odd, string({ maxLength: 1 })),
      integer({ min: 0, max: 1 }),
      (text, at, put, cut) => {
        const place = at % (text.length + 1);
        const changed = text.slice(0, place) + put + text.slice(place + cut);
        expect(isWhole(changed), changed).toBe(isJson(changed));
      },
    ),
    { numRuns: 5_000 },
  );
});

test.each([
  "01",
  "1.",
  ".5",
  "-",
  "1e",
  "+1",
  "0x1",
  "1e+",
  '"\\x"',
  '"\\u12g4"',
  '"\t"',
  "[1,]",
  '{"a":1,}',
  '{"a"}',
  "nul",
  "NaN",
  "",
  "[",
  '"',
  "[1 2]",
])("%s is no JSON", (text) => {
  expect(isWhole(text)).toBe(false);
});

test.each([
  "-0",
  "1e400",
  "[]",
  "{}",
  ' [ { "a" : [ null , true ] } ] ',
  '"\\u00e9\\n\\/"',
  "1.5E-7",
  "[[[1]]]",
])("%s is", (text) => {
  expect(isWhole(text)).toBe(true);
});

test("it says how deep a value nests", () => {
  const scanner = new JsonScanner('{"a":[1,{"b":[]}]}');
  expect(scanner.value()).toBe(true);
  expect(scanner.deepest).toBe(4);
});

test("it leaves what nests too deep to the parser", () => {
  expect(isWhole("[".repeat(1_000) + "]".repeat(1_000))).toBe(false);
});
