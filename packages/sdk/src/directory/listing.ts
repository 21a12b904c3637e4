import type { RequestOptions, Send } from "../http/call.ts";
import { type PageQuery, type Pages, pages } from "../pages/pages.ts";

/** A list of the organization's own entities. */
export class Listing<Item> {
  readonly #send: Send;
  readonly #path: string;

  constructor(send: Send, path: string) {
    this.#send = send;
    this.#path = path;
  }

  list(query?: PageQuery, options?: RequestOptions): Pages<Item> {
    return pages(this.#send, this.#path, query, options);
  }
}
