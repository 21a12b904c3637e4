/** Milliseconds: the server's usual `session_timeout`. */
export const sessionTimeout = 1_800_000;

/** A history without names and times of its own: what `historyItems` writes as signals. */
export interface HistorySketch {
  readonly calls: readonly CallSketch[];
  readonly ends: readonly EndSketch[];
  readonly signals: readonly SignalSketch[];
}

/** Users, adapters and projects by number. */
export interface StreamSketch {
  readonly user: number;
  readonly adapter: number;
  /** 0 for none. */
  readonly project: number;
}

export interface CallSketch {
  readonly stream: StreamSketch;
  /** Milliseconds after the call before. */
  readonly gap: number;
  /** The first is the call as it was; the others tell of it otherwise. */
  readonly reports: readonly ReportSketch[];
}

export interface ReportSketch {
  /** Which of the call's keys it has; none at all where the list is empty. */
  readonly keys: readonly ("message" | "request" | "own" | "next")[];
  /** Milliseconds beside the call's time. */
  readonly shift: number;
  /** Another stream than the call's. */
  readonly stream: StreamSketch | null;
  /** A session that its client names, by number. */
  readonly session: number | null;
  readonly source: string | null;
  readonly isEnd: boolean;
  readonly facts: CallFacts;
  readonly isoTime: boolean;
}

export interface CallFacts {
  readonly model: string | null;
  readonly uncached: number | null;
  readonly tokensOut: number | null;
  readonly parts: readonly [read: number, write5m: number, write1h: number] | null;
  readonly reasoning: number | null;
  readonly latency: number | null;
  /** Micro-dollars. */
  readonly cost: number | null;
  readonly error: string | null;
  readonly text: string | null;
  readonly toolSession: number | null;
  readonly batch: boolean;
  readonly searches: number | null;
}

/** An end, told by the number of the call it is beside. */
export interface EndSketch {
  readonly call: number;
  readonly shift: number;
  readonly stream: StreamSketch | null;
  readonly session: number | null;
  readonly hasId: boolean;
}

export interface SignalSketch extends EndSketch {
  readonly type: string;
}
