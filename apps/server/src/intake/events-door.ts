import { EventItem as EventShape, type ShapeFault, shapeCheck } from "@hearth/contract";
import { HearthError } from "@hearth/core/errors";
import { keepPayload } from "@hearth/core/games/intake/payload";
import { type EventItem, type EventReceipt, recordEvents } from "@hearth/core/games/intake/record-events";
import { type Span, memberSpan, memberSpans } from "@hearth/core/json/json-spans";
import { storableText } from "@hearth/core/json/storable-text";
import type { DecideDoor } from "./doors.ts";
import { readBody, shapeError } from "./read-body.ts";

const longestHeader = 1_000;
const mostFaults = 20;
const one = shapeCheck(EventShape);

/** One event or an array of them: all stored, or none; with `partial`, every one that can be. */
export const decideEvents: DecideDoor = (desk, context, body, { partial }) => {
  const { text, value } = readBody(body);
  const isArray = Array.isArray(value);
  const list: readonly unknown[] = isArray ? value : [value];
  const spans = isArray ? memberSpans(text, 0, "payload") : [];
  const warnings: string[] = [];
  const itemOf = (event: EventShape, index: number): EventItem => {
    const span = isArray ? spans[index] : memberSpan(text, 0, "payload");
    return readEvent(text, event, span, (warning) => warnings.push(`${pathOf(index)}payload ${warning}`));
  };
  const pathOf = isArray ? (index: number) => `[${index}].` : () => "";

  if (partial) {
    const answers = list.map((event, index) => {
      try {
        if (!one.fits(event)) throw shapeError(one.faults(event));
        const [receipt] = recordEvents(desk, context, [itemOf(event, index)], () => "");
        return eventText(receipt!, ',"status":"stored"');
      } catch (error) {
        if (!(error instanceof HearthError)) throw error;
        return `{"id":null,"status":"invalid","message":${JSON.stringify(error.message)}}`;
      }
    });
    return withWarnings(`[${answers.join(",")}]`, warnings);
  }

  demandShapes(list, pathOf);
  const receipts = recordEvents(desk, context, (list as readonly EventShape[]).map(itemOf), pathOf);
  for (const [index, { warning }] of receipts.entries()) {
    if (warning !== undefined) warnings.push(pathOf(index) + warning);
  }
  let answer = "";
  for (const receipt of receipts) answer += (answer === "" ? "[" : ",") + eventText(receipt, "");
  return withWarnings(answer === "" ? "[]" : `${answer}]`, warnings);
};

/** @throws HearthError `invalid_request` naming the first events that do not have their shape */
function demandShapes(list: readonly unknown[], pathOf: (index: number) => string): void {
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

/** The event as JSON; ids and the time were made or checked here and need no escaping. */
function eventText(receipt: EventReceipt, more: string): string {
  const sessionId = receipt.sessionId === null ? "null" : `"${receipt.sessionId}"`;
  const buildId = receipt.buildId === null ? "null" : `"${receipt.buildId}"`;
  const deleted = receipt.row === undefined ? ',"deleted":true' : "";
  return `{"id":"${receipt.id}","sessionId":${sessionId},"buildId":${buildId},"eventType":${quoted(receipt.eventType)},"occurredAt":"${receipt.occurredAt}","payload":${receipt.payload ?? "{}"},"reportIds":[]${deleted}${more}}`;
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

function withWarnings(body: string, warnings: readonly string[]): { body: string; warnings?: string } {
  if (warnings.length === 0) return { body };
  const text = warnings.join("; ");
  return { body, warnings: text.length <= longestHeader ? text : `${text.slice(0, longestHeader)} …` };
}
