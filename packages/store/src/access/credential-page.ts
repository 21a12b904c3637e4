import { HearthError } from "@hearth/core/errors";
import type { StoreContext } from "../context.ts";
import { openCursor, sealCursor } from "../cursor.ts";

/** Which part of a list is asked for, newest first. */
export interface PageRequest {
  /** 1 to 500; 100 where it is absent. A cursor brings its own. */
  readonly limit?: number | undefined;
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Asks for the next page; null on the last one. */
  readonly nextCursor: string | null;
}

/** One page of a list of credentials, and what its next cursor will hold. */
interface Span {
  readonly question: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly limit: number;
  /** Row ids of the page lie below this one. */
  readonly below: number;
}

/**
 * Where a page starts: at the newest, or where the cursor says, which then decides filters and limit too.
 * @throws HearthError `invalid_request` where the limit or the cursor is none
 */
export function spanOf(
  context: StoreContext,
  question: string,
  { limit = 100, cursor }: PageRequest,
  filters: Readonly<Record<string, string>> = {},
): Span {
  if (cursor !== undefined) {
    const last = openCursor(context, cursor, { question, within: 0 });
    return { question, filters: last.filters, limit: last.limit, below: Number(last.position[0]) };
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) {
    throw new HearthError("invalid_request", `The limit ${limit} is out of range: ask for 1 to 500.`, [
      { path: "limit", message: "Must be an integer from 1 to 500." },
    ]);
  }
  return { question, filters, limit, below: Number.MAX_SAFE_INTEGER };
}

/** The page out of rows of which one more than the span's limit was read. */
export function pageOf<Row extends { id: number }, Item>(
  context: StoreContext,
  { question, filters, limit }: Span,
  rows: readonly Row[],
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(itemOf),
    nextCursor: last
      ? sealCursor(context, {
          question,
          within: 0,
          filters,
          order: "desc",
          limit,
          position: [last.id],
          total: null,
        })
      : null,
  };
}
