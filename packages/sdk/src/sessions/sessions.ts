import type { Event } from "../events/event.ts";
import { idIn, type RequestOptions, type Send } from "../http/call.ts";
import { type PageQuery, type Pages, pages } from "../pages/pages.ts";
import type {
  AllSignals,
  CallsOnly,
  Session,
  SessionQuery,
  SessionWithSignals,
  TimelineItem,
} from "./session.ts";

const path = "/api/v1/sessions";

/** Scope `read:sessions`; to delete, `admin`. */
export class Sessions {
  readonly #send: Send;

  constructor(send: Send) {
    this.#send = send;
  }

  list(query?: SessionQuery, options?: RequestOptions): Pages<Session> {
    return pages(this.#send, path, query, options);
  }

  /** Any id ever given out for a call that still lives answers with the session that now holds it. */
  get(id: string, query: AllSignals, options?: RequestOptions): Promise<SessionWithSignals<TimelineItem>>;
  get(id: string, query?: CallsOnly, options?: RequestOptions): Promise<SessionWithSignals>;
  async get(id: string, query?: object, options?: RequestOptions): Promise<SessionWithSignals> {
    return await this.#send({ method: "GET", path: `${path}/${idIn(id)}`, query, options });
  }

  /** The calls of a session as a list, oldest first unless asked for otherwise. */
  events(id: string, query: AllSignals & PageQuery, options?: RequestOptions): Pages<TimelineItem>;
  events(id: string, query?: CallsOnly & PageQuery, options?: RequestOptions): Pages<Event>;
  events(id: string, query?: PageQuery, options?: RequestOptions): Pages<Event> {
    return pages(this.#send, `${path}/${idIn(id)}/events`, query, options);
  }

  /** Takes the session and its calls away for good. */
  async delete(id: string, options?: RequestOptions): Promise<void> {
    await this.#send({ method: "DELETE", path: `${path}/${idIn(id)}`, options });
  }
}
