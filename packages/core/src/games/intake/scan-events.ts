import { JsonScanner } from "../../json/json-scanner.ts";
import { storableJson } from "../../json/storable-text.ts";
import { payloadLimits } from "./payload.ts";
import type { EventItem } from "./record-events.ts";

/** What the shape of an event allows, in characters; kept equal to the contract by a test. */
export const eventLimits = { id: 128, eventType: 200, occurredAt: 64 } as const;

/**
 * Where the members of a batch's events stand in its text: for each event, start and end of every member
 * of `members`, both -1 for one that is absent. Plain numbers, so that one thread can find them for another.
 */
export type EventSpans = Int32Array;

const members = ["id", "sessionId", "buildId", "eventType", "occurredAt", "payload"] as const;
type Member = (typeof members)[number];
const width = 2 * members.length;
const none = -1;

const comma = 44;
const colon = 58;
const openBracket = 91;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

/**
 * Reads an array of events in one walk over its text, without building what the payloads say: half the
 * time of parsing it. Takes only what is plainly right; for anything else, faults and rarities alike, it
 * answers undefined and the whole road through parser and shapes has to be gone, which comes to the same
 * events.
 */
export function scanEvents(text: string): EventSpans | undefined {
  const scanner = new JsonScanner(text);
  if (!scanner.take(openBracket)) return undefined;
  const spans: number[] = [];
  if (!scanner.take(closeBracket)) {
    do {
      if (!scanEvent(scanner, spans)) return undefined;
    } while (scanner.take(comma));
    if (!scanner.take(closeBracket)) return undefined;
  }
  scanner.space();
  return scanner.at === text.length ? Int32Array.from(spans) : undefined;
}

/** The events whose spans were found in the same text. */
export function spannedEvents(text: string, spans: EventSpans): EventItem[] {
  const items: EventItem[] = [];
  for (let at = 0; at < spans.length; at += width) {
    items.push({
      id: textAt(text, spans, at),
      sessionId: textAt(text, spans, at + 2),
      buildId: textAt(text, spans, at + 4),
      eventType: text.slice(spans[at + 6], spans[at + 7]),
      occurredAt: textAt(text, spans, at + 8),
      payload: textAt(text, spans, at + 10),
    });
  }
  return items;
}

function textAt(text: string, spans: EventSpans, at: number): string | null {
  const start = spans[at]!;
  return start === none ? null : text.slice(start, spans[at + 1]);
}

function scanEvent(scanner: JsonScanner, spans: number[]): boolean {
  if (!scanner.take(openBrace)) return false;
  const base = spans.length;
  for (let at = 0; at < width; at++) spans.push(none);
  if (!scanner.take(closeBrace)) {
    do {
      scanner.space();
      const name = scanner.plainString();
      if (name === undefined || !scanner.take(colon) || !scanMember(scanner, spans, base, name)) return false;
    } while (scanner.take(comma));
    if (!scanner.take(closeBrace)) return false;
  }
  return spans[base + 2 * members.indexOf("eventType")] !== none;
}

function scanMember(scanner: JsonScanner, spans: number[], base: number, name: string): boolean {
  scanner.space();
  const place = members.indexOf(name as Member);
  if (place < 0) return scanner.value();
  const at = base + 2 * place;
  switch (name as Member) {
    case "eventType":
      return scanText(scanner, spans, at, eventLimits.eventType) && spans[at] !== none;
    case "occurredAt":
      return scanText(scanner, spans, at, eventLimits.occurredAt);
    case "payload":
      return scanPayload(scanner, spans, at);
    default:
      return scanText(scanner, spans, at, eventLimits.id);
  }
}

function scanText(scanner: JsonScanner, spans: number[], at: number, most: number): boolean {
  const start = scanner.at + 1;
  if (!scanner.plain()) {
    spans[at] = none;
    return scanner.word("null");
  }
  const end = scanner.at - 1;
  spans[at] = end === start ? none : start;
  spans[at + 1] = end;
  return end - start <= most;
}

function scanPayload(scanner: JsonScanner, spans: number[], at: number): boolean {
  const { text, at: start } = scanner;
  if (text.charCodeAt(start) !== openBrace) {
    spans[at] = none;
    return scanner.word("null");
  }
  scanner.deepest = 0;
  if (!scanner.value()) return false;
  spans[at] = start;
  spans[at + 1] = scanner.at;
  const isShort = scanner.at - start <= payloadLimits.length && scanner.deepest <= payloadLimits.depth;
  const payload = text.slice(start, scanner.at);
  return isShort && storableJson(payload) === payload;
}
