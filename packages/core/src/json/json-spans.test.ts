import { assert, constantFrom, dictionary, jsonValue, array, property, tuple } from "fast-check";
import { expect, test } from "vitest";
import { memberSpan, memberSpans, valueSpan } from "./json-spans.ts";

const space = constantFrom("", " ", "\n", "\t ");

test("every value of any JSON is found whole", () => {
  assert(
    property(jsonValue(), space, (value, padding) => {
      const text = padding + JSON.stringify(value, null, padding);
      const { start, end } = valueSpan(`${text}${padding}`, 0);
      expect(JSON.parse(text.slice(start, end))).toEqual(JSON.parse(text));
    }),
  );
});

test("a member is found in every element, whatever else stands around it", () => {
  const element = tuple(dictionary(constantFrom("a", 'b"', "c\\", "payloa"), jsonValue()), jsonValue());
  assert(
    property(array(element), space, (elements, padding) => {
      const text = JSON.stringify(
        elements.map(([others, payload]) => ({ ...others, payload })),
        null,
        padding,
      );
      const found = memberSpans(text, 0, "payload").map((span) =>
        JSON.parse(text.slice(span!.start, span!.end)),
      );
      expect(found).toEqual(JSON.parse(JSON.stringify(elements.map(([, payload]) => payload))));
    }),
  );
});

test("of a repeated member the last one counts, as for the parser", () => {
  const text = '{"payload":{"a":1},"x":[{}],"payload":{"a":2}}';
  const span = memberSpan(text, 0, "payload")!;
  expect(text.slice(span.start, span.end)).toBe('{"a":2}');
});

test("a member whose name is written with escapes is the same member", () => {
  const text = String.raw`{"p\u0061yload":[1,[2,[3]]]}`;
  const span = memberSpan(text, 0, "payload")!;
  expect(text.slice(span.start, span.end)).toBe("[1,[2,[3]]]");
  expect(span.depth).toBe(3);
});

test("elements that are no objects, or lack the member, leave a gap", () => {
  expect(memberSpans('[1, {}, null, "{", {"payload":7}]', 0, "payload").map(Boolean)).toEqual([
    false,
    false,
    false,
    false,
    true,
  ]);
});
