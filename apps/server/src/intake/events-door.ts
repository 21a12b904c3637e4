import { EventItem as EventShape, type ShapeFault, shapeCheck } from "@hearth/contract";
import { HearthError } from "@hearth/core/errors";
import { keepPayload } from "@hearth/core/games/intake/payload";
import { type EventItem, type EventReceipt, recordEvents } from "@hearth/core/games/intake/record-events";
import type { PlayDesk } from "@hearth/core/games/intake/desk";
import { scanEvents } from "@hearth/core/games/intake/scan-events";
import type { IngestContext } from "@hearth/core/games/intake/scope";
import { type Span, memberSpan, memberSpans } from "@hearth/core/json/json-spans";
import { storableText } from "@hearth/core/json/storable-text";
import type { DecideDoor, DoorAnswer } from "./doors.ts";
import { bodyText, demandShape, parseBody, shapeError } from "./read-body.ts";

const longestHeader = 1_000;
const mostFaults = 20;
const one = shapeCheck(EventShape);

/** One event or an array of them: all stored, or none; with `partial`, every one that can be. */
export const decideEvents: DecideDoor = (desk, context, body, { partial }) => {
  const text = bodyText(body);
  const plain = partial ? undefined : scanEvents(text);
  if (plain) return answerTo(recordEvents(desk, context, plain, pathInArray), []);

  const { value, list, warnings, pathOf, itemOf } = readEvents(text);
  if (partial) return withWarnings(partialText(desk, context, list, itemOf), warnings);
  demandShapes(Array.isArray(value), list, pathOf);
  return answerTo(
    recordEvents(desk, context, (list as readonly EventShape[]).map(itemOf), pathOf),
    warnings,
    pathOf,
  );
};

const pathInArray = (index: number): string => `[${index}].`;

/** The events of a body by way of the parser, which can say what is wrong with one. */
function readEvents(text: string) {
  const value = parseBody(text);
  const isArray = Array.isArray(value);
  const list: readonly unknown[] = isArray ? value : [value];
  const spans = isArray ? memberSpans(text, 0, "payload") : [];
  const pathOf = isArray ? pathInArray : () => "";
  const warnings: string[] = [];
  const itemOf = (event: EventShape, index: number): EventItem => {
    const span = isArray ? spans[index] : memberSpan(text, 0, "payload");
    return readEvent(text, event, span, (warning) => warnings.push(`${pathOf(index)}payload ${warning}`));
  };
  return { value, list, warnings, pathOf, itemOf };
}

function partialText(
  desk: PlayDesk,
  context: IngestContext,
  list: readonly unknown[],
  itemOf: (event: EventShape, index: number) => EventItem,
): string {
  const answers = list.map((event, index) => {
    try {
      if (!one.fits(event)) throw shapeError(one.faults(event));
      const receipts = recordEvents(desk, context, [itemOf(event, index)], () => "");
      return eventsText(receipts, ',"status":"stored"').slice(1, -1);
    } catch (error) {
      if (!(error instanceof HearthError)) throw error;
      return `{"id":null,"status":"invalid","message":${JSON.stringify(error.message)}}`;
    }
  });
  return `[${answers.join(",")}]`;
}

function answerTo(receipts: readonly EventReceipt[], warnings: string[], pathOf = pathInArray): DoorAnswer {
  for (const [index, { warning }] of receipts.entries()) {
    if (warning !== undefined) warnings.push(pathOf(index) + warning);
  }
  return withWarnings(eventsText(receipts), warnings);
}

/** @throws HearthError `invalid_request` naming the first events that do not have their shape */
function demandShapes(isArray: boolean, list: readonly unknown[], pathOf: (index: number) => string): void {
  if (!isArray) {
    demandShape(one, list[0]);
    return;
  }
  const faults: ShapeFault[] = [];
  for (const [index, event] of list.entries()) {
    if (one.fits(event)) continue;
    const path = pathOf(index);
    for (const fault of one.faults(event)) {
      faults.push({ path: (path + fault.path).replace(/\.$/, ""), message: fault.message });
    }
    if (faults.length >= mostFaults) break;
  }
  if (faults.length > 0) throw shapeError(faults);
}

function readEvent(
  text: string,
  event: EventShape,
  span: Span | undefined,
  warn: (warning: string) => void,
): EventItem {
  const kept = span && event.payload ? keepPayload(text, span) : undefined;
  if (kept?.warning !== undefined) warn(kept.warning);
  return {
    id: event.id || null,
    sessionId: event.sessionId || null,
    buildId: event.buildId || null,
    eventType: storableText(event.eventType),
    occurredAt: event.occurredAt ? storableText(event.occurredAt) : null,
    payload: kept?.text ?? null,
  };
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
