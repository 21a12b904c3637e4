import type { Mode } from "../access/secret-format.ts";
import { type CallSums, countCall, noSums, sumNames } from "./call-sums.ts";
import type { PlacedCall } from "./placed-call.ts";

const millisecondsPerQuarter = 900_000;

/** Whole quarter hours since the epoch: every time zone's days are made of them. */
export const quarterOf = (time: number): number => Math.floor(time / millisecondsPerQuarter);

/** Whose use it is, apart from when and of which model. */
export interface UsageSubject {
  readonly mode: Mode;
  readonly user: string;
  readonly project: string | null;
  readonly adapter: string;
}

export interface UsageQuarter extends UsageSubject {
  readonly quarter: number;
  readonly model: string;
}

/**
 * What a batch adds to the quarter-hour roll-ups and takes from them. Sums of integers: any order of the
 * same calls leaves the same roll-ups. An enrichment is its old call removed and its new one added, also
 * where time, user, project or model moved.
 */
export class UsageTally {
  private readonly quarters = new Map<string, { key: UsageQuarter; delta: CallSums }>();
  private readonly subjects = new WeakMap<UsageSubject, string>();

  /** Fastest where calls of one subject come with one object. */
  add(subject: UsageSubject, call: PlacedCall): void {
    this.count(subject, call, 1);
  }

  remove(subject: UsageSubject, call: PlacedCall): void {
    this.count(subject, call, -1);
  }

  /** Deltas to add to what is stored; quarters in which all cancelled out are not among them. */
  *entries(): Generator<{ readonly key: UsageQuarter; readonly delta: Readonly<CallSums> }> {
    for (const entry of this.quarters.values()) {
      if (sumNames.some((name) => entry.delta[name] !== 0)) yield entry;
    }
  }

  private count(subject: UsageSubject, call: PlacedCall, sign: 1 | -1): void {
    const quarter = quarterOf(call.time);
    const name = `${quarter} ${this.nameOf(subject)} ${call.model}`;
    let entry = this.quarters.get(name);
    if (!entry) {
      const { mode, user, project, adapter } = subject;
      const key = { mode, user, project, adapter, quarter, model: call.model };
      this.quarters.set(name, (entry = { key, delta: noSums() }));
    }
    countCall(entry.delta, call, sign);
  }

  private nameOf(subject: UsageSubject): string {
    let name = this.subjects.get(subject);
    if (name === undefined) {
      const { mode, user, project, adapter } = subject;
      this.subjects.set(subject, (name = JSON.stringify([mode, user, project, adapter])));
    }
    return name;
  }
}
