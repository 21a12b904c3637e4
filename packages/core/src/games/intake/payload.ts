import type { Span } from "../../json/json-spans.ts";
import { storableJson } from "../../json/storable-text.ts";

/** What one payload may weigh, in characters of JSON, and how deep it may nest. */
export const payloadLimits = { length: 65_536, depth: 100 } as const;

/**
 * The text of a payload as it is stored: to the letter, unless it is too long or too deep for those who
 * read it later; then an object that says so and holds the beginning of it as text.
 */
export function keepPayload(body: string, span: Span): { text: string; warning?: string } {
  const length = span.end - span.start;
  if (length <= payloadLimits.length && span.depth <= payloadLimits.depth) {
    return { text: storableJson(body.slice(span.start, span.end)) };
  }
  const head = body.slice(span.start, span.start + Math.min(length, payloadLimits.length - 1_024));
  const text = storableJson(JSON.stringify({ _cut: true, _length: length, _depth: span.depth, _head: head }));
  const warning =
    length > payloadLimits.length
      ? `has ${length} characters and ${payloadLimits.length} are kept; it is stored as text, cut and marked`
      : `nests ${span.depth} deep and ${payloadLimits.depth} are kept; it is stored as text and marked`;
  return {
    text: text.length <= 2 * payloadLimits.length ? text : `{"_cut":true,"_length":${length}}`,
    warning,
  };
}
