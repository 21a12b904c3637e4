import { randomUUID } from "node:crypto";

/** JSON that is kept as the text it came in: it passes into an answer unread and unchanged. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const nonce = randomUUID();
const placeholder = new RegExp(`"${nonce}:(\\d+)"`, "g");

/** `JSON.stringify` that splices every `JsonText` in as it is. */
export function stringify(value: unknown): string {
  const texts: string[] = [];
  const draft = JSON.stringify(value, (_key, member: unknown) =>
    member instanceof JsonText ? `${nonce}:${texts.push(member.text) - 1}` : member,
  );
  return texts.length === 0 ? draft : draft.replace(placeholder, (_match, at) => texts[Number(at)]!);
}
