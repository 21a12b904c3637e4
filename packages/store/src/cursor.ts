import { createHmac, timingSafeEqual } from "node:crypto";
import { HearthError } from "@hearth/core/errors";
import type { StoreContext } from "./context.ts";

/** Where a list goes on. Everything that decides its rows is inside, so that a cursor alone is enough. */
export interface Cursor {
  /** The question it belongs to. */
  readonly question: string;
  /** Row id of what is listed within: a project, a session, a report. */
  readonly within: number;
  readonly filters: Readonly<Record<string, string>>;
  readonly order: "asc" | "desc";
  readonly limit: number;
  /** Sort key of the last row answered. */
  readonly position: readonly (number | string)[];
  /** Rows the whole list had when its first page was answered; null where a list does not count. */
  readonly total: number | null;
}

type Sealer = Pick<StoreContext, "cursorKey" | "organizationId" | "mode">;

const sealLength = 16;

/** The cursor as opaque text, bound to the caller's organization and mode. */
export function sealCursor(context: Sealer, cursor: Cursor): string {
  const content = Buffer.from(JSON.stringify(cursor));
  return Buffer.concat([sealOf(context, content), content]).toString("base64url");
}

/**
 * The cursor a text holds.
 * @throws HearthError `invalid_request` where it was changed, cut, or made for another organization,
 * mode, question or place
 */
export function openCursor(
  context: Sealer,
  text: string,
  expected: Pick<Cursor, "question" | "within">,
): Cursor {
  const bytes = Buffer.from(text, "base64url");
  const content = bytes.subarray(sealLength);
  const isSealed =
    bytes.length > sealLength && timingSafeEqual(bytes.subarray(0, sealLength), sealOf(context, content));
  if (!isSealed) throw refused("is not one this list answered with");
  const cursor: Cursor = JSON.parse(content.toString());
  if (cursor.question !== expected.question || cursor.within !== expected.within) {
    throw refused("belongs to another list");
  }
  return cursor;
}

function sealOf({ cursorKey, organizationId, mode }: Sealer, content: Uint8Array): Buffer {
  const seal = createHmac("sha256", cursorKey).update(`${organizationId} ${mode}\n`).update(content).digest();
  return seal.subarray(0, sealLength);
}

const refused = (fault: string): HearthError =>
  new HearthError("invalid_request", `The cursor ${fault}: leave it out to start from the first page.`, [
    { path: "cursor", message: fault },
  ]);
