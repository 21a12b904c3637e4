import type { SessionWindow } from "./session-windows.ts";
import { quarterOf, type UsageSubject } from "./usage-roll-up.ts";

/** Sessions are counted where they begin, under their model as it is now. */
export interface SessionQuarter extends UsageSubject {
  readonly quarter: number;
  /** The session's primary model. */
  readonly model: string;
}

/** What a batch's window changes add to the counts of sessions and take from them. */
export class SessionTally {
  private readonly quarters = new Map<string, { key: SessionQuarter; sessions: number }>();

  add(subject: UsageSubject, window: SessionWindow): void {
    this.count(subject, window, 1);
  }

  remove(subject: UsageSubject, window: SessionWindow): void {
    this.count(subject, window, -1);
  }

  /** Numbers to add to what is stored; quarters in which all cancelled out are not among them. */
  *entries(): Generator<{ readonly key: SessionQuarter; readonly sessions: number }> {
    for (const entry of this.quarters.values()) if (entry.sessions !== 0) yield entry;
  }

  private count(subject: UsageSubject, { first, figures }: SessionWindow, sign: 1 | -1): void {
    const { mode, user, project, adapter } = subject;
    const quarter = quarterOf(first.time);
    const { model } = figures.models[0]!;
    const name = JSON.stringify([quarter, mode, user, project, adapter, model]);
    let entry = this.quarters.get(name);
    if (!entry) {
      const key = { mode, user, project, adapter, quarter, model };
      this.quarters.set(name, (entry = { key, sessions: 0 }));
    }
    entry.sessions += sign;
  }
}
