export type SignalType =
  | "user-prompt"
  | "post-tool"
  | "pre-compact"
  | "session-start"
  | "session-end"
  | "stop"
  | "hesitation"
  | "deletion"
  | "correction"
  | "session-pause"
  | "goal-drift"
  | "context-switch"
  | "tool-switch"
  | "token-milestone"
  | "refocus-ack"
  | "completion-verified"
  | "adapter-heartbeat";

/** What an adapter tells of. With tokens, a cost or an error code in its metadata it is a model call. */
export interface Signal {
  readonly type: SignalType;
  /** The tool, such as `claude-code`. */
  readonly adapter: string;
  /** The provider's id of the call: reports that share one are one call. */
  readonly id?: string | undefined;
  /** More such ids. */
  readonly keys?: readonly string[] | undefined;
  /** Names the session; left out, the server makes sessions by silence. */
  readonly session_id?: string | undefined;
  /** Needed with an API key; a device's token knows its user. */
  readonly user_id?: string | undefined;
  readonly project_id?: string | undefined;
  /** Now, by this machine's clock, where left out. A number is epoch milliseconds. */
  readonly ts?: string | number | Date | undefined;
  /** History, which may be of any age. */
  readonly backfill?: boolean | undefined;
  readonly metadata?: SignalMetadata | undefined;
}

/** All that a server keeps of a signal. No text of a conversation has a place here. */
export interface SignalMetadata {
  readonly model?: string | undefined;
  /** The whole prompt: uncached, read from the cache and written to it. */
  readonly tokens_in?: number | undefined;
  readonly tokens_out?: number | undefined;
  readonly cache_read_tokens?: number | undefined;
  readonly cache_write_5m_tokens?: number | undefined;
  readonly cache_write_1h_tokens?: number | undefined;
  readonly reasoning_tokens?: number | undefined;
  readonly latency_ms?: number | undefined;
  readonly cost_usd?: number | undefined;
  readonly error_code?: string | undefined;
  readonly git_commit?: string | undefined;
  readonly git_branch?: string | undefined;
  readonly repository?: string | undefined;
  readonly machine?: string | undefined;
  readonly tool_session_id?: string | undefined;
  readonly source?: string | undefined;
  readonly service_tier?: "standard" | "fast" | "priority" | "batch" | undefined;
  /** Region the provider bills apart, such as `us`. */
  readonly geography?: string | undefined;
  readonly web_searches?: number | undefined;
}

export interface SignalReceipt {
  readonly ok: true;
  /** Null where it was deleted before. */
  readonly signal_id: string | null;
  /** Of a model call. */
  readonly event_id?: string;
  readonly deleted?: true;
}

/** What became of one signal of several; `retry` alone is worth another try. */
export interface SignalResult {
  readonly id: string | null;
  readonly status: "stored" | "duplicate" | "enriched" | "deleted" | "invalid" | "retry";
  readonly event_id?: string;
  readonly signal_id?: string;
  readonly message?: string;
}

export interface SignalResults {
  /** In the order of the signals. */
  readonly results: SignalResult[];
}
