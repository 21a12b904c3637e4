import type { RequestOptions, Send } from "../http/call.ts";

export interface Page<Item> {
  readonly data: Item[];
  /** Names the next page, with the filters, order and size it was asked with; null on the last one. */
  readonly cursor: string | null;
  readonly has_more: boolean;
  /** Items on all pages together. */
  readonly total: number;
}

export interface PageQuery {
  /** Page size: 20 where left out, at most 100. */
  limit?: number | undefined;
  /** Of the page before. It needs nothing beside it. */
  cursor?: string | null | undefined;
  /** `desc`, newest first, where left out. */
  order?: "asc" | "desc" | undefined;
}

/** Awaited, the page that was asked for; iterated, its items and those of all pages after it. */
export type Pages<Item> = Promise<Page<Item>> & AsyncIterable<Item>;

/** Asks for a page at once, and for those after it as they are walked to. */
export function pages<Item>(
  send: Send,
  path: string,
  query: object | undefined,
  options: RequestOptions | undefined,
): Pages<Item> {
  const load = (query: object | undefined): Promise<Page<Item>> =>
    send({ method: "GET", path, query, options });
  const first = load(query);
  return Object.assign(first, {
    async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
      for (let page = await first; ; page = await load({ cursor: page.cursor })) {
        yield* page.data;
        if (!page.has_more || page.cursor === null) return;
      }
    },
  });
}
