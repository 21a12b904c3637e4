/** What is left to one sender of its minute. */
export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** Epoch milliseconds at which the next minute begins. */
  readonly resetAt: number;
  /** Whether the limit was reached before this request. */
  readonly isOver: boolean;
}

interface Minute {
  readonly endsAt: number;
  count: number;
}

const minute = 60_000;

/**
 * Counts requests by sender, in minutes that begin with a sender's first request. It remembers a bounded
 * number of senders: beyond that, whoever's minute began first begins another.
 */
export class RateLimits {
  private readonly perMinute: number;
  private readonly mostSenders: number;
  /** In the order in which the minutes began, and so end. */
  private readonly minutes = new Map<string, Minute>();

  /** @param perMinute requests, 0 for no limit */
  constructor(perMinute: number, mostSenders = 20_000) {
    this.perMinute = perMinute;
    this.mostSenders = mostSenders;
  }

  /** Counts one request of a sender at a time, in epoch milliseconds; undefined where there is no limit. */
  take(sender: string, now: number): Allowance | undefined {
    if (this.perMinute === 0) return undefined;
    let current = this.minutes.get(sender);
    if (!current || current.endsAt <= now) {
      this.minutes.delete(sender);
      this.makeRoom(now);
      current = { endsAt: now + minute, count: 0 };
      this.minutes.set(sender, current);
    }
    const isOver = current.count >= this.perMinute;
    if (!isOver) current.count++;
    return {
      limit: this.perMinute,
      remaining: this.perMinute - current.count,
      resetAt: current.endsAt,
      isOver,
    };
  }

  private makeRoom(now: number): void {
    for (const [sender, { endsAt }] of this.minutes) {
      if (endsAt > now && this.minutes.size < this.mostSenders) return;
      this.minutes.delete(sender);
    }
  }
}
