import { gzipSync } from "node:zlib";
import { type Answer, send } from "../send.ts";
import type { EventBody, ListPage, SessionBody } from "./coding-answers.ts";
import type { ItemReceipt, SignalItem } from "./signal-item.ts";

export type Query = Readonly<Record<string, string | number | boolean>>;

/** Everything that a list holds, and its pages' text without their cursors, which no two servers share. */
export interface WalkedList<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  readonly text: string;
}

/** A program that holds one secret: an API key or a device's token. */
export class CodingClient {
  private readonly server: { readonly url: string };
  readonly secret: string;

  constructor(server: { readonly url: string }, secret: string) {
    this.server = server;
    this.secret = secret;
  }

  async call<Body>(method: string, path: string, body?: unknown): Promise<Answer<Body>> {
    return await send<Body>(this.server.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.secret}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** @throws Error where the answer is not 200 */
  async get<Body>(path: string, query: Query = {}): Promise<Body> {
    return (await this.read<Body>(path, query)).body;
  }

  async refusedBatch(items: readonly SignalItem[]): Promise<Answer> {
    return await this.call("POST", "/engine/v1/signals/batch", { signals: items });
  }

  /** @throws Error where the whole batch is refused, or not answered item by item */
  async sendBatch(items: readonly SignalItem[], isZipped = false): Promise<readonly ItemReceipt[]> {
    const text = JSON.stringify({ signals: items });
    const answer = await send<{ results: readonly ItemReceipt[] }>(
      `${this.server.url}/engine/v1/signals/batch`,
      {
        method: "POST",
        headers: {
          authorization: `Bearer ${this.secret}`,
          "content-type": "application/json",
          ...(isZipped && { "content-encoding": "gzip" }),
        },
        body: isZipped ? gzipSync(text) : text,
      },
    );
    const { results } = demand(answer, "POST /engine/v1/signals/batch").body;
    if (results.length !== items.length) {
      throw new Error(`A batch of ${items.length} was answered with ${results.length} results.`);
    }
    return results;
  }

  /** Every item of a list, by its cursors alone after the first page, as the contract's program asks for them. */
  async walk<Item>(path: string, query: Query = {}): Promise<WalkedList<Item>> {
    const pages: string[] = [];
    const items: Item[] = [];
    let next: Query = query;
    for (;;) {
      const { body, bytes } = await this.read<ListPage<Item>>(path, next);
      items.push(...body.data);
      const text = bytes.toString("utf8");
      pages.push(body.cursor === null ? text : text.replace(body.cursor, "…"));
      if (body.has_more !== (body.cursor !== null)) throw new Error(`${path}: has_more without cursor.`);
      if (body.cursor === null) return { items, total: body.total, text: pages.join("\n") };
      next = { cursor: body.cursor };
    }
  }

  async sessions(query: Query = {}): Promise<WalkedList<SessionBody>> {
    return await this.walk("/api/v1/sessions", { limit: 100, ...query });
  }

  async events(query: Query = {}): Promise<WalkedList<EventBody>> {
    return await this.walk("/api/v1/events", { limit: 100, ...query });
  }

  private async read<Body>(path: string, query: Query): Promise<Answer<Body>> {
    const names = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
    const search = names.length === 0 ? "" : `?${new URLSearchParams(names)}`;
    return demand(await this.call<Body>("GET", path + search), `GET ${path}${search}`);
  }
}

function demand<Body>(answer: Answer<Body>, what: string): Answer<Body> {
  if (answer.status === 200) return answer;
  throw new Error(`${what} was answered ${answer.status}: ${answer.bytes.toString("utf8")}`);
}
