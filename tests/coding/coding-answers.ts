/** The documented members of a session, an event and a page; amounts in dollars, times ISO 8601. */
export interface SessionBody {
  readonly id: string;
  readonly user_id: string;
  readonly project_id: string | null;
  readonly started_at: string;
  readonly ended_at: string;
  readonly duration_s: number;
  readonly model: string | null;
  readonly models: readonly string[];
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
  readonly reasoning_tokens: number;
  readonly cost_usd: number;
  readonly unpriced_count: number;
  readonly signal_count: number;
  readonly error_count: number;
  readonly adapter: string;
  readonly status: "active" | "ended";
}

export interface EventBody {
  readonly id: string;
  readonly session_id: string;
  readonly user_id: string;
  readonly project_id: string | null;
  readonly ts: string;
  readonly adapter: string;
  readonly model: string;
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
  readonly reasoning_tokens: number;
  readonly latency_ms: number | null;
  readonly cost_usd: number | null;
  readonly cost_reported_usd: number | null;
  readonly error_code: string | null;
}

export interface ListPage<Item> {
  readonly data: readonly Item[];
  readonly cursor: string | null;
  readonly has_more: boolean;
  readonly total: number;
}

/** How `/api/v1` and the engine's doors say no. */
export interface ApiRefusal {
  readonly error: string;
  readonly code: string;
  readonly status: number;
  readonly request_id: string;
}
