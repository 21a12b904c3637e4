import { HearthError } from "@hearth/core/errors";
import type { StoreContext } from "../../../context.ts";
import { openCursor, sealCursor, type Cursor } from "../../../cursor.ts";

export interface PageRequest {
  /** From the page before; it carries filters, order and page size. */
  readonly cursor?: string | undefined;
  /** Rows a page, 1 to 200; 50 unless said. */
  readonly limit?: number | undefined;
  readonly order?: "asc" | "desc" | undefined;
}

export type Filters = Readonly<Record<string, string | undefined>>;

/** A list: its question, and the row id of what it lists within. */
export type ListPlace = Pick<Cursor, "question" | "within">;

export interface OpenPage<Chosen extends Filters> extends ListPlace {
  readonly filters: Chosen;
  readonly order: "asc" | "desc";
  readonly limit: number;
  /** Undefined on the first page. */
  readonly position: Cursor["position"] | undefined;
  /** Undefined on the first page, where it is still to be counted. */
  readonly total: number | null | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Rows of the whole list when its first page was answered. */
  readonly total: number;
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

const usualLimit = 50;
const greatestLimit = 200;

/**
 * Begins a list, or goes on where its cursor says.
 * @throws HearthError `invalid_request` where the cursor is not of this list, or a filter beside it differs
 * from the one it carries
 */
export function openPage<Chosen extends Filters>(
  context: StoreContext,
  place: ListPlace,
  { cursor: text, limit, order }: PageRequest,
  filters: Chosen,
  usualOrder: "asc" | "desc" = "desc",
): OpenPage<Chosen> {
  if (text === undefined) {
    return {
      ...place,
      filters,
      order: order ?? usualOrder,
      limit: Math.min(limit ?? usualLimit, greatestLimit),
      position: undefined,
      total: undefined,
    };
  }
  const cursor = openCursor(context, text, place);
  for (const [name, given] of Object.entries({ ...filters, order })) {
    const carried = name === "order" ? cursor.order : cursor.filters[name];
    if (given !== undefined && given !== carried) throw differs(name, carried);
  }
  return {
    ...place,
    // Sealed by this question on an earlier page: it holds what that page was asked for.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    filters: cursor.filters as Chosen,
    order: cursor.order,
    limit: Math.min(limit ?? cursor.limit, greatestLimit),
    position: cursor.position,
    total: cursor.total,
  };
}

/**
 * The cursor after `rows`, of which the list asked one more than a page holds; null where none is left.
 * @param position sort key of a row
 */
export function nextCursor<Row>(
  context: StoreContext,
  page: OpenPage<Filters>,
  total: number | null,
  rows: readonly Row[],
  position: (row: Row) => Cursor["position"],
): string | null {
  const last = rows[page.limit - 1];
  if (last === undefined || rows.length <= page.limit) return null;
  return cursorAt(context, page, total, position(last));
}

export function cursorAt(
  context: StoreContext,
  page: OpenPage<Filters>,
  total: number | null,
  position: Cursor["position"],
): string {
  const { question, within, order, limit } = page;
  const given = Object.entries(page.filters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const filters: Record<string, string> = Object.fromEntries(given);
  return sealCursor(context, { question, within, filters, order, limit, position, total });
}

function differs(name: string, carried: string | undefined): HearthError {
  const was = carried === undefined ? `no ${name}` : `${name} "${carried}"`;
  const message = `The cursor belongs to a list with ${was}: leave ${name} out beside a cursor, or start without the cursor.`;
  return new HearthError("invalid_request", message, [{ path: name, message: "differs from the cursor's" }]);
}
