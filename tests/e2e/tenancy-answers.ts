import { expect } from "vitest";
import type { Answer } from "../send.ts";

const mostShown = 4_000;

/** What of a place must show nowhere else: what names a single thing that is not in `asker` too. */
export function marksOf(place: object, asker: object): string[] {
  const common = new Set([...valuesOf(asker), "default", "Development", "Production"]);
  return valuesOf(place).filter((value) => !common.has(value));
}

/** An answer's text without what the request itself named, which may be repeated. */
export function withoutEcho({ bytes }: Answer, sent: string): string {
  const forms = [sent, JSON.stringify(sent).slice(1, -1), encodeURIComponent(sent)];
  return forms.reduce((text, form) => text.replaceAll(form, "<sent>"), bytes.toString("utf8"));
}

/** An answer's text without what differs from one request to the next. */
export function comparable(answer: Answer, sent: string): string {
  const text = withoutEcho(answer, sent).replaceAll(/"request(Id|_id)":"\w+"/g, '"request$1":"<request>"');
  if (answer.status >= 400) return text;
  return text
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[a-z]+_[0-9a-f]{16}\b/g, "<id>")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
    .replaceAll(/expires=\d+&signature=[\w-]+/g, "<signed>");
}

const valuesOf = (place: object): string[] => Object.values(place).map(String);

/** Checks that a text holds none of the marks, in any case of letters. */
export function expectNoMarks(text: string, marks: readonly string[]): void {
  const lower = text.toLowerCase();
  expect(
    marks.filter((mark) => lower.includes(mark.toLowerCase())),
    text.slice(0, mostShown),
  ).toEqual([]);
}

/** Checks that an answer found nothing: 404, an empty list, or figures that are all nought. */
export function expectNothing({ status, body, bytes }: Answer): void {
  const shown = bytes.toString("utf8");
  if (status === 404) return;
  expect(status, shown).toBe(200);
  const { items, total = 0, nextCursor: _, ...figures } = body as Record<string, unknown>;
  if (items !== undefined) expect({ items, total }, shown).toEqual({ items: [], total: 0 });
  else expect([...new Set(Object.values(figures))], shown).toEqual([0]);
}
