/**
 * What an idempotency key stands for: a report's `clientRequestId`, an event's supplied id, a session's
 * `Idempotency-Key`, or the public id of a session that was deleted.
 */
export type KeyKind = "report" | "event" | "session" | "session-id";

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The text whose hash is kept for a key, for ever. UUIDs count alike in any case of letters; what is no
 * UUID, and every `Idempotency-Key`, counts as sent.
 */
export function keyText(kind: KeyKind, text: string): string {
  return `${kind}:${kind !== "session" && uuidShape.test(text) ? text.toLowerCase() : text}`;
}
