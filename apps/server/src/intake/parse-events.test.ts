import { EventItem } from "@hearth/contract";
import { eventLimits, scanEvents, spannedEvents } from "@hearth/core/games/intake/scan-events";
import {
  array,
  assert,
  constant,
  constantFrom,
  dictionary,
  jsonValue,
  nat,
  oneof,
  option,
  property,
  record,
  string,
  uuid,
} from "fast-check";
import { expect, test } from "vitest";
import { demandShapes, parseEvents } from "./parse-events.ts";

const text = oneof(
  string({ unit: "binary" }),
  string(),
  constantFrom("", "checkpoint", "2026-07-20T18:05:02.000Z"),
);
const event = record(
  {
    id: option(oneof(uuid(), text)),
    sessionId: oneof(uuid(), constant(""), constant(null)),
    buildId: option(text),
    eventType: oneof(constant("checkpoint"), constant("error"), text),
    occurredAt: option(text),
    payload: oneof(dictionary(string(), jsonValue()), constant(null), jsonValue()),
    more: jsonValue(),
  },
  { requiredKeys: ["eventType"] },
);

/** As it comes off the wire: whatever it was, no lone surrogate is left. */
const received = (body: string): string => Buffer.from(body).toString();

function walked(body: string) {
  const spans = scanEvents(body);
  return spans && spannedEvents(body, spans);
}

function parsed(body: string): unknown {
  try {
    const events = parseEvents(body);
    demandShapes(events);
    return events.list.map((one, index) => events.itemOf(one, index));
  } catch (error) {
    return error;
  }
}

test("the walk over the text comes to the same events as the parser, wherever it does not leave them to it", () => {
  let taken = 0;
  assert(
    property(array(event, { maxLength: 5 }), constantFrom(0, 1, "\t"), (events, space) => {
      const body = JSON.stringify(events, null, space);
      const items = walked(body);
      if (!items) return;
      taken++;
      expect(parsed(body)).toEqual(items);
    }),
    { numRuns: 3_000 },
  );
  expect(taken).toBeGreaterThan(100);
});

test("it takes nothing that the parser refuses, on events with one character changed", () => {
  assert(
    property(
      array(event, { minLength: 1, maxLength: 3 }),
      nat(),
      constantFrom(...'{}[]",:\\0n \u0001'.split(""), ""),
      (events, at, put) => {
        const body = JSON.stringify(
          events.map((one) => ({ ...one, eventType: "e", payload: { a: [1.5, "x"] } })),
        );
        const place = at % body.length;
        const changed = received(body.slice(0, place) + put + body.slice(place + 1));
        const items = walked(changed);
        if (items) expect(parsed(changed), changed).toEqual(items);
      },
    ),
    { numRuns: 5_000 },
  );
});

test("it allows as much as the contract", () => {
  const { properties } = EventItem as unknown as { properties: Record<string, { maxLength: number }> };
  expect(properties["id"]!.maxLength).toBe(eventLimits.id);
  expect(properties["eventType"]!.maxLength).toBe(eventLimits.eventType);
  expect(properties["occurredAt"]!.maxLength).toBe(eventLimits.occurredAt);
});

test("a payload keeps its text to the letter", () => {
  const body = '[{"eventType":"e","payload":{"n": 431.0, "big": 12345678901234567890, "u": "\\u00e9"}}]';
  const payload = '{"n": 431.0, "big": 12345678901234567890, "u": "\\u00e9"}';
  expect(walked(body)?.[0]?.payload).toBe(payload);
  expect(parsed(body)).toMatchObject([{ payload }]);
});
