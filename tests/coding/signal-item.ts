/** One item of `POST /engine/v1/signals/batch`. */
export interface SignalItem {
  readonly id?: string;
  readonly keys?: readonly string[];
  readonly type: string;
  readonly adapter: string;
  readonly session_id?: string;
  readonly user_id?: string;
  readonly project_id?: string;
  readonly ts: string | number;
  readonly backfill: true;
  readonly metadata: SignalMembers;
}

/** The members of `metadata` that histories use; tokens, milliseconds and dollars. */
export interface SignalMembers {
  readonly model?: string;
  readonly tokens_in?: number;
  readonly tokens_out?: number;
  readonly cache_read_tokens?: number;
  readonly cache_write_5m_tokens?: number;
  readonly cache_write_1h_tokens?: number;
  readonly reasoning_tokens?: number;
  readonly latency_ms?: number;
  readonly cost_usd?: number;
  readonly error_code?: string;
  readonly git_commit?: string;
  readonly git_branch?: string;
  readonly machine?: string;
  readonly tool_session_id?: string;
  readonly source?: string;
  readonly service_tier?: string;
  readonly web_searches?: number;
}

/** An item and who it is of, whether a device of theirs sends it or a key that names them. */
export interface SentItem {
  readonly user: string;
  /** Epoch milliseconds of its `ts`. */
  readonly time: number;
  readonly item: SignalItem;
}

/** What a batch answers for each of its items. */
export interface ItemReceipt {
  readonly id: string | null;
  readonly status: "stored" | "duplicate" | "enriched" | "deleted" | "invalid" | "retry";
  readonly event_id?: string;
  readonly message?: string;
}

const callMembers = ["tokens_in", "tokens_out", "cost_usd", "error_code"] as const;

/** Whether an item tells of a model call; everything else forms no session and is not counted. */
export const tellsOfCall = ({ item }: SentItem): boolean =>
  callMembers.some((member) => item.metadata[member] !== undefined);
