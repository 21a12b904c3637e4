import { EventItem as EventShape, type ShapeFault, shapeCheck } from "@hearth/contract";
import { keepPayload } from "@hearth/core/games/intake/payload";
import type { EventItem } from "@hearth/core/games/intake/record-events";
import { type Span, memberSpan, memberSpans } from "@hearth/core/json/json-spans";
import { storableText } from "@hearth/core/json/storable-text";
import { demandShape, parseBody, shapeError } from "./read-body.ts";

/** The events of a body that the parser has read, each not yet known to have its shape. */
export interface ParsedEvents {
  readonly list: readonly unknown[];
  /** Where an event stands: `[3].`, or nothing where the body is one event. */
  readonly pathOf: (index: number) => string;
  /** The event as decisions take it. @throws HearthError `invalid_request` where it has not its shape */
  readonly itemOf: (event: unknown, index: number) => EventItem;
  /** What was mended, grown by `itemOf`. */
  readonly warnings: string[];
}

const mostFaults = 20;
const shape = shapeCheck(EventShape);

export const pathInArray = (index: number): string => `[${index}].`;
const pathOfOne = (): string => "";

/** @throws HearthError `invalid_request` where the body is no JSON */
export function parseEvents(text: string): ParsedEvents {
  const value = parseBody(text);
  const isArray = Array.isArray(value);
  const spans = isArray ? memberSpans(text, 0, "payload") : [];
  const pathOf = isArray ? pathInArray : pathOfOne;
  const warnings: string[] = [];
  return {
    list: isArray ? value : [value],
    pathOf,
    warnings,
    itemOf(event, index) {
      demandShape(shape, event);
      const span = isArray ? spans[index] : memberSpan(text, 0, "payload");
      return itemFrom(text, event, span, (warning) => warnings.push(`${pathOf(index)}payload ${warning}`));
    },
  };
}

/** @throws HearthError `invalid_request` naming the first events that do not have their shape */
export function demandShapes({ list, pathOf }: ParsedEvents): void {
  const faults: ShapeFault[] = [];
  for (const [index, event] of list.entries()) {
    if (shape.fits(event)) continue;
    for (const { path, message } of shape.faults(event)) {
      faults.push({ path: (pathOf(index) + path).replace(/\.$/, ""), message });
    }
    if (faults.length >= mostFaults) break;
  }
  if (faults.length > 0) throw shapeError(faults);
}

function itemFrom(
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
