/**
 * Walks JSON text strictly by its grammar (RFC 8259) without building what it says. Every method returns
 * whether the text was as asked and leaves `at` behind what it read; after a `false` the scanner is spent
 * and a real parser has to tell what is wrong.
 */
export class JsonScanner {
  readonly text: string;
  at = 0;
  /** Deepest nesting that `value` has met since it was last set to zero. */
  deepest = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Skips white space and then takes one character, if it is the next. */
  take(character: number): boolean {
    this.space();
    if (this.text.charCodeAt(this.at) !== character) return false;
    this.at++;
    return true;
  }

  space(): void {
    const { text } = this;
    let at = this.at;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) break;
      at++;
    }
    this.at = at;
  }

  /** A string without escapes, skipped; anything else is left where it is. */
  plain(): boolean {
    const { text } = this;
    if (text.charCodeAt(this.at) !== quote) return false;
    let at = this.at + 1;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === quote) break;
      // NaN past the end fails the comparison too.
      if (!(c >= 32) || c === backslash) return false;
      at++;
    }
    this.at = at + 1;
    return true;
  }

  /** A string without escapes, as it reads; undefined for anything else. */
  plainString(): string | undefined {
    const start = this.at + 1;
    return this.plain() ? this.text.slice(start, this.at - 1) : undefined;
  }

  /** Any value, skipped. */
  value(): boolean {
    this.space();
    const c = this.text.charCodeAt(this.at);
    if (c === quote) return this.string();
    if (c === openBrace) return this.object();
    if (c === openBracket) return this.array();
    if (c === 116) return this.word("true");
    if (c === 102) return this.word("false");
    if (c === 110) return this.word("null");
    return this.number();
  }

  word(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private object(): boolean {
    this.at++;
    if (++this.depth > this.deepest) this.deepest = this.depth;
    if (this.depth > deepestWalk) return false;
    if (!this.take(closeBrace)) {
      do {
        this.space();
        if (!this.string() || !this.take(colon) || !this.value()) return false;
      } while (this.take(comma));
      if (!this.take(closeBrace)) return false;
    }
    this.depth--;
    return true;
  }

  private array(): boolean {
    this.at++;
    if (++this.depth > this.deepest) this.deepest = this.depth;
    if (this.depth > deepestWalk) return false;
    if (!this.take(closeBracket)) {
      do {
        if (!this.value()) return false;
      } while (this.take(comma));
      if (!this.take(closeBracket)) return false;
    }
    this.depth--;
    return true;
  }

  private string(): boolean {
    const { text } = this;
    if (text.charCodeAt(this.at) !== quote) return false;
    let at = this.at + 1;
    for (;;) {
      const c = text.charCodeAt(at);
      if (c === quote) break;
      if (c === backslash) {
        const length = escapeLength(text, at);
        if (length === 0) return false;
        at += length;
      } else if (c >= 32) at++;
      else return false;
    }
    this.at = at + 1;
    return true;
  }

  private number(): boolean {
    const { text } = this;
    let at = this.at;
    if (text.charCodeAt(at) === minus) at++;
    const first = text.charCodeAt(at);
    if (!isDigit(first)) return false;
    at = first === zero ? at + 1 : afterDigits(text, at);
    if (text.charCodeAt(at) === point) {
      const end = afterDigits(text, at + 1);
      if (end === at + 1) return false;
      at = end;
    }
    const e = text.charCodeAt(at);
    if (e === 101 || e === 69) {
      const sign = text.charCodeAt(at + 1);
      const start = sign === plus || sign === minus ? at + 2 : at + 1;
      at = afterDigits(text, start);
      if (at === start) return false;
    }
    this.at = at;
    return true;
  }
}

/** Values nested deeper than this are left to the parser: the walk recurses. */
const deepestWalk = 500;

const quote = 34;
const plus = 43;
const comma = 44;
const minus = 45;
const point = 46;
const zero = 48;
const colon = 58;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;

const isDigit = (c: number): boolean => c >= zero && c <= 57;

function afterDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

const hexadecimal = /^[0-9a-fA-F]{4}$/;

/** Characters of the escape at `at`; zero where it is none. */
function escapeLength(text: string, at: number): number {
  const kind = text.charAt(at + 1);
  if (kind === "u") return hexadecimal.test(text.slice(at + 2, at + 6)) ? 6 : 0;
  return kind !== "" && '"\\/bfnrt'.includes(kind) ? 2 : 0;
}
