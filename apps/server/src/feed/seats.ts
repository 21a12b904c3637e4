import { HearthError } from "@hearth/core/errors";
import type { Authenticator } from "../access/authenticator.ts";
import type { FeedListener } from "./feed-listener.ts";

/** Connections of all keys together, and of one. */
const most = { all: 200, ofKey: 20 } as const;

/** The place of one connection, taken before it is open. */
export interface Seat {
  /** The connection is open: it is ended when its key ceases to hold. */
  sit(listener: FeedListener): void;
  leave(): void;
}

interface Taken {
  readonly keyId: number;
  readonly authorization: string | undefined;
  listener: FeedListener | undefined;
  isRevoked: boolean;
}

/** Bounds how many connections are open, and ends those whose key was revoked. */
export class Seats {
  private readonly authenticator: Authenticator;
  private readonly accessState: () => number;
  private readonly interval: number;
  private readonly taken = new Set<Taken>();
  private watching: NodeJS.Timeout | undefined;
  private seenState: number | undefined;

  /**
   * @param accessState a number that grows whenever credentials may have changed
   * @param interval milliseconds between two looks at it
   */
  constructor(authenticator: Authenticator, accessState: () => number, interval: number) {
    this.authenticator = authenticator;
    this.accessState = accessState;
    this.interval = interval;
  }

  /** @throws HearthError `rate_limited` where the key has too many, `overloaded` where all have */
  take(keyId: number, authorization: string | undefined): Seat {
    const own = [...this.taken].filter((other) => other.keyId === keyId).length;
    if (own >= most.ofKey) {
      throw new HearthError(
        "rate_limited",
        `This key has ${most.ofKey} streams open, which is all it may have: close one, or share what one receives.`,
      );
    }
    if (this.taken.size >= most.all) {
      throw new HearthError("overloaded", `${most.all} streams are open already: connect again shortly.`);
    }
    const seat: Taken = { keyId, authorization, listener: undefined, isRevoked: false };
    if (this.watching === undefined) this.watch();
    this.taken.add(seat);
    return {
      sit: (listener) => {
        seat.listener = listener;
        if (seat.isRevoked) listener.end();
      },
      leave: () => void this.taken.delete(seat),
    };
  }

  close(): void {
    clearInterval(this.watching);
  }

  private watch(): void {
    // What was revoked since the key was looked up is found at the first look.
    this.seenState = undefined;
    this.watching = setInterval(() => {
      if (this.taken.size === 0) {
        clearInterval(this.watching);
        this.watching = undefined;
        return;
      }
      const state = this.accessState();
      if (state === this.seenState) return;
      this.seenState = state;
      void this.endRevoked();
    }, this.interval);
  }

  private async endRevoked(): Promise<void> {
    const byKey = Map.groupBy(this.taken, ({ authorization }) => authorization);
    for (const [authorization, seats] of byKey) {
      const holds = await this.authenticator.apiKey(authorization).then(
        () => true,
        (error: unknown) => !(error instanceof HearthError),
      );
      if (holds) continue;
      for (const seat of seats) {
        seat.isRevoked = true;
        seat.listener?.end();
      }
    }
  }
}
