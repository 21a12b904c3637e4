import type { PublicIds } from "@hearth/core/identity/public-id";

const sessionIdShape = /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/gi;
const jsonEscapes = /\\(?:u([0-9a-f]{4})|([^u]))/gi;
const playerMember = /"(externalId|deviceId)"\s*:\s*"((?:[^"\\]|\\.)*)"/g;
const wordCharacter = /[\p{L}\p{N}_-]/u;

/** A text of a refused request, as sent and with the escapes of JSON resolved. */
export const readings = (text: string): readonly string[] =>
  text.includes("\\") ? [text, text.replace(jsonEscapes, resolved)] : [text];

/** Whether the text names the identifier as a word of its own, not as a part of a longer one. */
export function mentions(text: string, identifier: string): boolean {
  let at = text.indexOf(identifier);
  while (at >= 0) {
    const before = text.slice(Math.max(0, at - 1), at);
    const after = text.slice(at + identifier.length, at + identifier.length + 1);
    if (!wordCharacter.test(before) && !wordCharacter.test(after)) return true;
    at = text.indexOf(identifier, at + 1);
  }
  return false;
}

/** Rows of the sessions whose public ids the text names, each once. */
export function sessionsIn(text: string, ids: PublicIds): number[] {
  const rows = Array.from(text.matchAll(sessionIdShape), ([id]) => ids.rowOf("session", id) ?? []).flat();
  return [...new Set(rows)];
}

/** Player identifiers that the text of a session start carries. */
export function playersIn(text: string): { kind: "externalId" | "deviceId"; identifier: string }[] {
  return Array.from(text.matchAll(playerMember), ([, kind, literal]) => ({
    kind: kind === "externalId" ? "externalId" : "deviceId",
    identifier: literal!.replace(jsonEscapes, resolved),
  }));
}

const characters: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

const resolved = (_escape: string, unit?: string, character = ""): string =>
  unit === undefined ? (characters[character] ?? character) : String.fromCharCode(parseInt(unit, 16));
