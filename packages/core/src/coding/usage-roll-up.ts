import { type CallSums, countCall, noSums, sumNames } from "./call-sums.ts";
import type { PlacedCall } from "./placed-call.ts";
import type { SessionWindow } from "./session-windows.ts";

const millisecondsPerQuarter = 900_000;

/** Whole quarter hours since the epoch: every time zone's days are made of them. */
export const quarterOf = (time: number): number => Math.floor(time / millisecondsPerQuarter);

/** What a roll-up adds up: calls where they stand, sessions where they begin. */
export interface UsageSums extends CallSums {
  sessions: number;
}

export const usageNames = ["sessions", ...sumNames] as const satisfies readonly (keyof UsageSums)[];

export const noUsage = (): UsageSums => ({ sessions: 0, ...noSums() });

/** What a batch does to one quarter hour of one subject and model; of a session it is the primary model. */
export interface UsageDelta<Subject> {
  readonly subject: Subject;
  readonly quarter: number;
  /** "" for sessions without a call. */
  readonly model: string;
  readonly sums: Readonly<UsageSums>;
}

/**
 * What a batch adds to the quarter-hour roll-ups and takes from them. Sums of integers: any order of the
 * same calls leaves the same roll-ups. An enrichment is its old call removed and its new one added, also
 * where time, user, project or model moved. Subjects are told apart as objects.
 */
export class UsageTally<Subject extends object> {
  private readonly subjects = new Map<Subject, Map<string, UsageDelta<Subject> & { sums: UsageSums }>>();

  addCall(subject: Subject, call: PlacedCall): void {
    countCall(this.sumsOf(subject, call.time, call.model), call, 1);
  }

  removeCall(subject: Subject, call: PlacedCall): void {
    countCall(this.sumsOf(subject, call.time, call.model), call, -1);
  }

  addSession(subject: Subject, { first, figures }: SessionWindow): void {
    this.sumsOf(subject, first.time, figures.models[0]?.model ?? "").sessions++;
  }

  removeSession(subject: Subject, { first, figures }: SessionWindow): void {
    this.sumsOf(subject, first.time, figures.models[0]?.model ?? "").sessions--;
  }

  /** Deltas to add to what is stored; quarters in which all cancelled out are not among them. */
  *deltas(): Generator<UsageDelta<Subject>> {
    for (const quarters of this.subjects.values()) {
      for (const delta of quarters.values()) {
        if (usageNames.some((name) => delta.sums[name] !== 0)) yield delta;
      }
    }
  }

  private sumsOf(subject: Subject, time: number, model: string): UsageSums {
    let quarters = this.subjects.get(subject);
    if (!quarters) this.subjects.set(subject, (quarters = new Map()));
    const quarter = quarterOf(time);
    const name = `${quarter} ${model}`;
    let delta = quarters.get(name);
    if (!delta) quarters.set(name, (delta = { subject, quarter, model, sums: noUsage() }));
    return delta.sums;
  }
}
