import type { RequestOptions, Send } from "../http/call.ts";
import { type Page, type PageQuery, type Pages, pages } from "../pages/pages.ts";

/** A list of what the organization has, newest first. */
export class Listing<Item, Query extends PageQuery> {
  readonly #send: Send;
  readonly #path: string;

  constructor(send: Send, path: string) {
    this.#send = send;
    this.#path = path;
  }

  list(query?: Query, options?: RequestOptions): Pages<Item, Page<Item>> {
    return pages(this.#send, this.#path, query, options);
  }
}
