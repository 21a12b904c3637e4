/** What both engines can hold: text without NUL and without lone surrogates. */

const replacement = "\uFFFD";
const unsafeEscape = /\\u(?:0000|d[89a-f][0-9a-f]{2})/i;
const escapes = /\\(?:u([0-9a-fA-F]{4})|[^u])/g;

/** A plain string with every NUL and lone surrogate as U+FFFD. */
export function storableText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", replacement) : whole;
}

/** JSON text with every escape that names a NUL or a lone surrogate as `\ufffd`; all else to the letter. */
export function storableJson(text: string): string {
  const json = text.isWellFormed() ? text : text.toWellFormed();
  if (!json.includes("\\u") || !unsafeEscape.test(json)) return json;
  let pendingHigh = -1;
  const pieces: string[] = [];
  let copied = 0;
  const settle = (): void => {
    if (pendingHigh < 0) return;
    pieces.push(json.slice(copied, pendingHigh), "\\ufffd");
    copied = pendingHigh + 6;
    pendingHigh = -1;
  };
  for (const match of json.matchAll(escapes)) {
    const unit = match[1] === undefined ? -1 : parseInt(match[1], 16);
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    if (pendingHigh >= 0 && isLow && match.index === pendingHigh + 6) {
      pendingHigh = -1;
      continue;
    }
    settle();
    if (unit >= 0xd800 && unit <= 0xdbff) pendingHigh = match.index;
    else if (unit === 0 || isLow) {
      pieces.push(json.slice(copied, match.index), "\\ufffd");
      copied = match.index + 6;
    }
  }
  settle();
  return pieces.join("") + json.slice(copied);
}
