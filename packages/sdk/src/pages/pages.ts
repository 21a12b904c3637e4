import type { RequestOptions, Send } from "../http/call.ts";

export interface Page<Item> {
  readonly data: Item[];
  /** Names the next page, with the filters, order and size it was asked with; null on the last one. */
  readonly cursor: string | null;
  readonly has_more: boolean;
}

/** A page of a list that counts. */
export interface CountedPage<Item> extends Page<Item> {
  /** Items of the whole list when its first page was answered. */
  readonly total: number;
}

export interface PageQuery {
  /** Page size: 20 where left out, at most 100. */
  limit?: number | undefined;
  /** Of the page before. It needs nothing beside it. */
  cursor?: string | null | undefined;
  /** `desc`, newest first, where left out; within a session, `asc`. */
  order?: "asc" | "desc" | undefined;
}

/** Awaited, the page that was asked for; iterated, its items and those of all pages after it. */
export type Pages<Item, Asked = CountedPage<Item>> = Promise<Asked> & AsyncIterable<Item>;

/** Asks for a page at once, and for those after it as they are walked to. */
export function pages<Item, Asked extends Page<Item> = CountedPage<Item>>(
  send: Send,
  path: string,
  query: object | undefined,
  options: RequestOptions | undefined,
): Pages<Item, Asked> {
  const load = (query: object | undefined): Promise<Asked> => send({ method: "GET", path, query, options });
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
