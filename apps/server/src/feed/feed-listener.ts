import type { ServerResponse } from "node:http";
import { type FeedFilter, frameOf, isWanted } from "./feed-message.ts";
import type { MessageRing } from "./message-ring.ts";

/** Octets handed to a connection at once. It is given no more before it has taken them. */
const atOnce = 64 * 1024;
/** Signs of life that a connection may be unable to take before it is given up. */
const mostMissed = 2;
/** Milliseconds after which a client that has lost its connection should come again. */
const retryAfter = 2_000;

/**
 * One open connection. It remembers where in the ring it is and is handed the rest piece by piece: a slow one
 * holds no messages of its own, and one that falls behind the ring is cut, to come again and be told so.
 */
export class FeedListener {
  private readonly response: ServerResponse;
  private readonly ring: MessageRing;
  private readonly filter: FeedFilter;
  private seen: number;
  private isFull = false;
  private missed = 0;

  /** @param lastEventId where it left off; undefined where it begins with what comes next */
  constructor(
    response: ServerResponse,
    ring: MessageRing,
    filter: FeedFilter,
    lastEventId: string | undefined,
  ) {
    this.response = response;
    this.ring = ring;
    this.filter = filter;
    const place = lastEventId === undefined ? ring.last : ring.placeOf(lastEventId);
    this.seen = place ?? ring.last;
    response.on("drain", () => {
      this.isFull = false;
      this.missed = 0;
      this.tell();
    });
    const id = ring.idOf(this.seen);
    const reset = { event: "reset", data: { reason: "unknown_id" } } as const;
    this.write(
      `retry: ${retryAfter}\n${place === undefined ? frameOf(id, reset).toString() : `id: ${id}\n\n`}`,
    );
    this.tell();
  }

  /** Hands over what it has not had, as much as it takes. */
  tell(): void {
    if (!this.ring.holdsAfter(this.seen)) {
      this.response.destroy();
      return;
    }
    while (!this.isFull && this.seen < this.ring.last) {
      const frames: Uint8Array[] = [];
      let bytes = 0;
      for (const message of this.ring.after(this.seen)) {
        this.seen = message.sequence;
        if (!isWanted(this.filter, message)) continue;
        frames.push(message.frame);
        bytes += message.frame.length;
        if (bytes >= atOnce) break;
      }
      if (bytes > 0) this.write(Buffer.concat(frames, bytes));
    }
  }

  /** A sign of life, and how far it is: what passed its filter by need not be asked for again. */
  beat(): void {
    if (!this.isFull) this.write(`:\nid: ${this.ring.idOf(this.seen)}\n\n`);
    else if (++this.missed >= mostMissed) this.response.destroy();
  }

  end(): void {
    if (this.isFull) this.response.destroy();
    else this.response.end();
  }

  private write(chunk: string | Uint8Array): void {
    if (!this.response.write(chunk)) this.isFull = true;
  }
}
