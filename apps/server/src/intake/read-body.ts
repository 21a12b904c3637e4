import { type ShapeCheck, type ShapeFault } from "@hearth/contract";
import { HearthError } from "@hearth/core/errors";
import { bodyText } from "./body-text.ts";
import type { Static, TSchema } from "@hearth/contract";

/** A body as text, and as what its text says. */
export interface ReadBody {
  readonly text: string;
  readonly value: unknown;
}

/** @throws HearthError `invalid_request` where the body is no JSON */
export function readBody(body: Buffer): ReadBody {
  const text = bodyText(body);
  return { text, value: parseBody(text) };
}

/** @throws HearthError `invalid_request` where the text is no JSON */
export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new HearthError(
      "invalid_request",
      `The body is not valid JSON${whereOf(error)}: send JSON encoded as UTF-8.`,
      [{ path: "body", message: text.trim() === "" ? "is empty" : "is not valid JSON" }],
    );
  }
}

/** @throws HearthError `invalid_request` naming every member at fault */
export function demandShape<Shape extends TSchema>(
  check: ShapeCheck<Shape>,
  value: unknown,
): asserts value is Static<Shape> {
  if (!check.fits(value)) throw shapeError(check.faults(value));
}

export function shapeError(faults: readonly ShapeFault[]): HearthError {
  const details = faults.map(({ path, message }) => ({ path: path || "body", message }));
  const first = details[0] ?? { path: "body", message: "does not have the shape this door takes" };
  const others = details.length > 1 ? ` (and ${details.length - 1} more, see details)` : "";
  return new HearthError(
    "invalid_request",
    `${first.path} ${first.message}${others}: mend it and send the request again.`,
    details,
  );
}

/** The place of a syntax error, without the piece of the body that the engine's own message quotes. */
function whereOf(error: unknown): string {
  const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? "" : ` (at character ${position})`;
}
