import { HearthError } from "@hearth/core/errors";

/** Something that waits for the writer. */
export interface Queued<Work> {
  readonly work: Work;
  /** Octets it holds in memory. */
  readonly bytes: number;
}

/** Octets that count for a request whatever its body: an endless row of empty ones is bounded too. */
const leastBytes = 1_024;

/**
 * What waits for the writer, bounded and fair between tokens: each token has a line of its own, lines are
 * served in turn, and a line may only grow while it is shorter than the room that is left. One busy token
 * can so fill half of the room, never all of it.
 */
export class IntakeQueue<Work> {
  private readonly lines = new Map<number, { waiting: Queued<Work>[]; bytes: number }>();
  private readonly capacity: number;
  private held = 0;

  /** @param capacity octets */
  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get bytes(): number {
    return this.held;
  }

  /** @throws HearthError `overloaded` where there is no room for this token */
  push(tokenId: number, work: Work, bodyBytes: number): void {
    const bytes = bodyBytes + leastBytes;
    let line = this.lines.get(tokenId);
    if (!line) this.lines.set(tokenId, (line = { waiting: [], bytes: 0 }));
    if (line.bytes + bytes > this.capacity - this.held) {
      if (line.waiting.length === 0) this.lines.delete(tokenId);
      throw new HearthError(
        "overloaded",
        "The server has more to store than it can keep up with: send this again shortly.",
      );
    }
    line.waiting.push({ work, bytes });
    line.bytes += bytes;
    this.held += bytes;
  }

  /** Takes up to `most` octets, at least one request if any waits, a turn for each token. */
  take(most: number): Queued<Work>[] {
    const taken: Queued<Work>[] = [];
    let bytes = 0;
    while (this.lines.size > 0 && bytes < most) {
      const [tokenId, line] = this.lines.entries().next().value!;
      const next = line.waiting.shift()!;
      line.bytes -= next.bytes;
      this.held -= next.bytes;
      bytes += next.bytes;
      taken.push(next);
      this.lines.delete(tokenId);
      if (line.waiting.length > 0) this.lines.set(tokenId, line);
    }
    return taken;
  }
}
