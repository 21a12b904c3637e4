import { idIn, type RequestOptions, type Send } from "../http/call.ts";
import { type Pages, pages } from "../pages/pages.ts";
import type { Event, EventQuery } from "./event.ts";

const path = "/api/v1/events";

/** Scope `read:sessions`. */
export class Events {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  list(query?: EventQuery, options?: RequestOptions): Pages<Event> {
    return pages(this.#send, path, query, options);
  }

  async get(id: string, options?: RequestOptions): Promise<Event> {
    return await this.#send({ method: "GET", path: `${path}/${idIn(id)}`, options });
  }
}
