import { HearthError } from "@hearth/core/errors";
import type { PlayDesk } from "@hearth/core/games/intake/desk";
import { type EventReceipt, recordEvents } from "@hearth/core/games/intake/record-events";
import { spannedEvents } from "@hearth/core/games/intake/scan-events";
import type { IngestContext } from "@hearth/core/games/intake/scope";
import type { DecideDoor, DoorAnswer } from "./doors.ts";
import { type ParsedEvents, demandShapes, parseEvents, pathInArray } from "./parse-events.ts";
import { bodyText } from "./body-text.ts";

const longestHeader = 1_000;

/** One event or an array of them: all stored, or none; with `partial`, every one that can be. */
export const decideEvents: DecideDoor = (desk, context, body, { partial, spans }) => {
  const text = bodyText(body);
  const plain = spans && spannedEvents(text, spans);
  if (plain) return answerTo(recordEvents(desk, context, plain, pathInArray), [], pathInArray);

  const parsed = parseEvents(text);
  const { list, pathOf, warnings } = parsed;
  if (partial) return partialAnswer(desk, context, parsed);
  demandShapes(parsed);
  const items = list.map((event, index) => parsed.itemOf(event, index));
  return answerTo(recordEvents(desk, context, items, pathOf), warnings, pathOf);
};

function partialAnswer(
  desk: PlayDesk,
  context: IngestContext,
  { list, itemOf, pathOf, warnings }: ParsedEvents,
): DoorAnswer {
  const answers = list.map((event, index) => {
    try {
      const receipts = recordEvents(desk, context, [itemOf(event, index)], () => "");
      for (const { warning } of receipts) if (warning !== undefined) warnings.push(pathOf(index) + warning);
      return eventsText(receipts, ',"status":"stored"').slice(1, -1);
    } catch (error) {
      if (!(error instanceof HearthError)) throw error;
      return `{"id":null,"status":"invalid","message":${JSON.stringify(error.message)}}`;
    }
  });
  return withWarnings(`[${answers.join(",")}]`, warnings);
}

function answerTo(
  receipts: readonly EventReceipt[],
  warnings: string[],
  pathOf: (index: number) => string,
): DoorAnswer {
  for (const [index, { warning }] of receipts.entries()) {
    if (warning !== undefined) warnings.push(pathOf(index) + warning);
  }
  return withWarnings(eventsText(receipts), warnings);
}

/**
 * Receipts as a JSON array, put together from pieces in one go. Ids and the time were made or checked here
 * and need no escaping; what lies between them is the same for all events of one session, build and type.
 */
function eventsText(receipts: readonly EventReceipt[], more = ""): string {
  const pieces: string[] = [];
  let last: EventReceipt | undefined;
  let middle = "";
  for (const receipt of receipts) {
    if (last?.destination !== receipt.destination || last.eventType !== receipt.eventType) {
      middle = middleText(receipt);
      last = receipt;
    }
    const end =
      receipt.row === undefined ? `,"reportIds":[],"deleted":true${more}}` : `,"reportIds":[]${more}}`;
    const start = pieces.length === 0 ? '[{"id":"' : ',{"id":"';
    pieces.push(start, receipt.id, middle, receipt.occurredAt, '","payload":', receipt.payload ?? "{}", end);
  }
  return pieces.length === 0 ? "[]" : `${pieces.join("")}]`;
}

function middleText({ destination: { sessionId, buildId }, eventType }: EventReceipt): string {
  const session = sessionId === null ? "null" : `"${sessionId}"`;
  const build = buildId === null ? "null" : `"${buildId}"`;
  return `","sessionId":${session},"buildId":${build},"eventType":${quoted(eventType)},"occurredAt":"`;
}

const quotedTypes = new Map<string, string>();

/** Event types are few and come again with every event. */
function quoted(eventType: string): string {
  let text = quotedTypes.get(eventType);
  if (text === undefined) {
    text = JSON.stringify(eventType);
    if (quotedTypes.size < 1_000) quotedTypes.set(eventType, text);
  }
  return text;
}

function withWarnings(body: string, warnings: readonly string[]): DoorAnswer {
  if (warnings.length === 0) return { body };
  const text = warnings.join("; ");
  return { body, warnings: text.length <= longestHeader ? text : `${text.slice(0, longestHeader)} …` };
}
