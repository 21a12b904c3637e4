/**
 * Finds where values stand inside JSON text that a parser has already accepted, so that what a game sent
 * can be kept to the letter. On text that is not valid JSON the result is meaningless.
 */

/** `start` is the first character of the value, `end` the one after its last, `depth` its deepest nesting. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

const quote = 34;
const comma = 44;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

export const skipSpace = (text: string, at: number): number => {
  while (text.charCodeAt(at) <= 32) at++;
  return at;
};

/** Index after the string whose opening quote stands at `at`. */
export function skipString(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (text.charCodeAt(end - 1) === backslash && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text.charCodeAt(start - 1) === backslash) start--;
  return (at - start) % 2 === 1;
}

/** The value that begins at or after `from`. */
export function valueSpan(text: string, from: number): Span {
  const start = skipSpace(text, from);
  const first = text.charCodeAt(start);
  if (first === quote) return { start, end: skipString(text, start), depth: 0 };
  if (first !== openBrace && first !== openBracket) {
    return { start, end: skipScalar(text, start), depth: 0 };
  }
  let depth = 0;
  let deepest = 0;
  let at = start;
  for (;;) {
    const character = text.charCodeAt(at);
    if (character === quote) {
      at = skipString(text, at);
      continue;
    }
    at++;
    if (character === openBrace || character === openBracket) {
      if (++depth > deepest) deepest = depth;
    } else if (character === closeBrace || character === closeBracket) {
      if (--depth === 0) return { start, end: at, depth: deepest };
    }
  }
}

function skipScalar(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character <= 32 || character === comma || character === closeBrace || character === closeBracket)
      break;
  }
  return at;
}

/**
 * Where the member `name` of the object at `from` stands, if it has one; the last where it has several,
 * as the parser decides too. `end` receives the index after the object.
 */
export function memberSpan(text: string, from: number, name: string, end?: { at: number }): Span | undefined {
  let found: Span | undefined;
  let at = skipSpace(text, from) + 1;
  for (;;) {
    at = skipSpace(text, at);
    const character = text.charCodeAt(at);
    if (character === closeBrace) break;
    if (character === comma) {
      at++;
      continue;
    }
    const keyEnd = skipString(text, at);
    const isWanted = sameKey(text, at, keyEnd, name);
    const colon = skipSpace(text, keyEnd);
    const value = valueSpan(text, colon + 1);
    if (isWanted) found = value;
    at = value.end;
  }
  if (end) end.at = at + 1;
  return found;
}

function sameKey(text: string, start: number, end: number, name: string): boolean {
  if (end - start === name.length + 2) return text.startsWith(name, start + 1);
  const key = text.slice(start, end);
  return key.includes("\\") && JSON.parse(key) === name;
}

/** The member `name` of every object of the array at `from`; undefined for elements that lack it. */
export function memberSpans(text: string, from: number, name: string): (Span | undefined)[] {
  const spans: (Span | undefined)[] = [];
  const end = { at: 0 };
  let at = skipSpace(text, from) + 1;
  for (;;) {
    at = skipSpace(text, at);
    const character = text.charCodeAt(at);
    if (character === closeBracket) return spans;
    if (character === comma) {
      at++;
    } else if (character === openBrace) {
      spans.push(memberSpan(text, at, name, end));
      at = end.at;
    } else {
      spans.push(undefined);
      at = valueSpan(text, at).end;
    }
  }
}
