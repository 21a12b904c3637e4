import { randomUUID } from "node:crypto";

const nonce = randomUUID();
const placeholder = new RegExp(`"${nonce}:(\\d+)"`, "g");

/** The texts of the answer that is being written. */
let texts: string[] = [];

/** JSON that is kept as the text it came in: it passes into an answer unread and unchanged. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** What `stringify` puts the text in the place of. */
  toJSON(): string {
    return `${nonce}:${texts.push(this.text) - 1}`;
  }
}

/** `JSON.stringify` that splices every `JsonText` in as it is. */
export function stringify(value: unknown): string {
  texts = [];
  const draft = JSON.stringify(value);
  const found = texts;
  texts = [];
  return found.length === 0 ? draft : draft.replace(placeholder, (_match, at) => found[Number(at)]!);
}
