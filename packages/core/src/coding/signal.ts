/** What an agent or adapter can tell of. */
export const signalTypes = [
  "user-prompt",
  "post-tool",
  "pre-compact",
  "session-start",
  "session-end",
  "stop",
  "hesitation",
  "deletion",
  "correction",
  "session-pause",
  "goal-drift",
  "context-switch",
  "tool-switch",
  "token-milestone",
  "refocus-ack",
  "completion-verified",
  "adapter-heartbeat",
] as const;

export type SignalType = (typeof signalTypes)[number];

export const isSignalType = (value: unknown): value is SignalType =>
  (signalTypes as readonly unknown[]).includes(value);

/** How a provider serves a call, where that changes what it bills. */
export const serviceTiers = ["standard", "fast", "priority", "batch"] as const;

export type ServiceTier = (typeof serviceTiers)[number];

/** A signal as read from the wire: everything in it is storable, and nothing else of it is held. */
export interface Signal {
  readonly type: SignalType;
  readonly adapter: string;
  /** What the sender calls it, in the sender's order; empty where it named nothing. */
  readonly keys: readonly string[];
  /** The session its client owns, where it named one. */
  readonly sessionName: string | null;
  readonly user: string | null;
  readonly project: string | null;
  /** Epoch milliseconds. */
  readonly time: number;
  /** History, exempt from the check of freshness. */
  readonly backfill: boolean;
  readonly metadata: SignalMetadata;
  /** Members of the metadata that are not on the list, or could not be read, and were left out. */
  readonly dropped: number;
}

/** The closed list. Counts are tokens; absent is null. */
export interface SignalMetadata {
  readonly model: string | null;
  /** The whole prompt: uncached, read from the cache and written to it. */
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
  /** Part of the output. */
  readonly reasoning: number | null;
  /** Searches that the provider ran for the call and bills one by one. */
  readonly webSearches: number | null;
  readonly service: ServiceTier | null;
  /** Region that the provider bills apart, such as `us`; lower case. */
  readonly geography: string | null;
  /** Milliseconds to the first byte. */
  readonly latency: number | null;
  /** What the client says it cost, in micro-dollars. */
  readonly costReported: number | null;
  readonly errorCode: string | null;
  readonly gitCommit: string | null;
  readonly gitBranch: string | null;
  readonly repository: string | null;
  readonly machine: string | null;
  /** The tool's own conversation id. */
  readonly toolSession: string | null;
  readonly source: string | null;
}

/** Whether a signal tells of a model call, whatever its type. Only calls form sessions and are counted. */
export const isCall = ({ metadata }: Signal): boolean =>
  metadata.tokensIn !== null ||
  metadata.tokensOut !== null ||
  metadata.costReported !== null ||
  metadata.errorCode !== null;

/** Whether a signal ends what its stream was doing. The end of a named session parts no windows. */
export const isStreamEnd = ({ type, sessionName }: Signal): boolean =>
  type === "session-end" && sessionName === null;
