import { randomBytes } from "node:crypto";
import { type FeedDraft, type FeedMessage, frameOf } from "./feed-message.ts";

export interface RingBounds {
  readonly messages: number;
  /** Octets. */
  readonly bytes: number;
}

/**
 * The newest messages of a feed. Their ids count up from a start that no other feed and no restart of the
 * server shares, so that an id says whether all that came after it is still here.
 */
export class MessageRing {
  private readonly bounds: RingBounds;
  private readonly start = randomBytes(6).toString("hex");
  private messages: FeedMessage[] = [];
  private bytes = 0;
  private newest = 0;

  constructor(bounds: RingBounds) {
    this.bounds = bounds;
  }

  /** Place of the newest message there ever was. */
  get last(): number {
    return this.newest;
  }

  idOf(sequence: number): string {
    return `${this.start}-${sequence}`;
  }

  /** The place of an id; undefined where it is not of this feed or what came after it is not all here. */
  placeOf(id: string): number | undefined {
    const [, start, digits] = /^([0-9a-f]+)-(\d{1,15})$/.exec(id) ?? [];
    const sequence = Number(digits);
    return start === this.start && sequence <= this.newest && this.holdsAfter(sequence)
      ? sequence
      : undefined;
  }

  /** Whether every message after a place is still here. */
  holdsAfter(sequence: number): boolean {
    return sequence >= this.newest - this.messages.length;
  }

  /** The messages after a place, oldest first. */
  after(sequence: number): readonly FeedMessage[] {
    return this.messages.slice(Math.max(0, this.messages.length - (this.newest - sequence)));
  }

  push(drafts: readonly FeedDraft[]): void {
    for (const draft of drafts) {
      const sequence = ++this.newest;
      const frame = frameOf(this.idOf(sequence), draft);
      this.messages.push({ sequence, frame, ...(draft.subjects && { subjects: draft.subjects }) });
      this.bytes += frame.length;
    }
    let gone = 0;
    while (
      this.messages.length - gone > this.bounds.messages ||
      (this.bytes > this.bounds.bytes && this.messages.length > gone)
    ) {
      this.bytes -= this.messages[gone++]!.frame.length;
    }
    if (gone > 0) this.messages = this.messages.slice(gone);
  }
}
