import type { StoreContext } from "../context.ts";
import type { Cursor } from "../cursor.ts";
import {
  type Filters,
  type OpenPage,
  type PageRequest,
  nextCursor,
  openPage,
} from "../games/questions/pages/open-page.ts";

export type { PageRequest };

/** One page of a list of `/api/v1`. */
export interface ApiPage<Item> {
  readonly data: readonly Item[];
  /** Asks for the next page; null on the last one. */
  readonly cursor: string | null;
  readonly has_more: boolean;
}

/** One page of a list of `/api/v1` that counts: `total` is of the whole list when its first page was answered. */
export interface CountedApiPage<Item> extends ApiPage<Item> {
  readonly total: number;
}

const usualLimit = 20;

/**
 * Begins a list of `/api/v1`, or goes on where its cursor says: 20 rows a page unless said.
 * @throws HearthError `invalid_request` where the cursor is not of this list, or a filter beside it differs
 * from the one it carries
 */
export function openApiPage<Chosen extends Filters>(
  context: StoreContext,
  question: string,
  { cursor, limit, order }: PageRequest,
  filters: Chosen,
  usualOrder: "asc" | "desc" = "desc",
): OpenPage<Chosen> {
  const asked = limit ?? (cursor === undefined ? usualLimit : undefined);
  return openPage(context, { question, within: 0 }, { cursor, limit: asked, order }, filters, usualOrder);
}

/**
 * The page out of rows of which one more than its limit was read.
 * @param items what is shown of the rows, one more or not
 * @param position sort key of a row
 */
export function apiPage<Row, Item>(
  context: StoreContext,
  page: OpenPage<Filters>,
  rows: readonly Row[],
  items: readonly Item[],
  position: (row: Row) => Cursor["position"],
): ApiPage<Item> {
  const cursor = nextCursor(context, page, null, rows, position);
  return { data: items.slice(0, page.limit), cursor, has_more: cursor !== null };
}

/** The same of a list that counts. */
export function countedApiPage<Row, Item>(
  context: StoreContext,
  page: OpenPage<Filters>,
  total: number,
  rows: readonly Row[],
  items: readonly Item[],
  position: (row: Row) => Cursor["position"],
): CountedApiPage<Item> {
  const cursor = nextCursor(context, page, total, rows, position);
  return { data: items.slice(0, page.limit), cursor, has_more: cursor !== null, total };
}
