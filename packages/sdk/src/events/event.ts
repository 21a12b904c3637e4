import type { PageQuery } from "../pages/pages.ts";
import type { SignalMetadata, SignalType } from "../signals/signal.ts";

/** One model call; it does not change after it came in, but for what later reports of it add. */
export interface Event {
  /** `evt_…` */
  readonly id: string;
  readonly type: "call";
  /** Null where none holds it: telemetry of a call that its tool's own records tell of. */
  readonly session_id: string | null;
  readonly user_id: string;
  readonly project_id: string | null;
  /** When the call completed; ISO 8601 with milliseconds. */
  readonly ts: string;
  readonly adapter: string;
  readonly model: string;
  /** The whole prompt, cached parts included. */
  readonly tokens_in: number;
  readonly tokens_out: number;
  /** Milliseconds to the first byte; null where nobody measured it. */
  readonly latency_ms: number | null;
  /** By the model's price, else as reported; null where neither is known. */
  readonly cost_usd: number | null;
  /** Such as `rate_limited`; null where the call went well. */
  readonly error_code: string | null;
  /** What the client reported it cost. */
  readonly cost_reported_usd: number | null;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
  readonly reasoning_tokens: number;
  /** Who told of it, the most precise first. */
  readonly sources: string[];
  readonly git_commit: string | null;
  readonly git_branch: string | null;
  readonly repository: string | null;
  readonly machine: string | null;
  /** The tool's own id of the conversation. */
  readonly tool_session_id: string | null;
  readonly service_tier?: string;
  readonly geography?: string;
  readonly web_searches?: number;
}

/** A signal that is no call; it is counted nowhere. */
export interface SessionSignal {
  /** `sig_…` */
  readonly id: string;
  readonly type: SignalType;
  readonly session_id: string | null;
  readonly user_id: string;
  readonly project_id: string | null;
  readonly ts: string;
  readonly adapter: string;
  readonly metadata: SignalMetadata;
}

export interface EventQuery extends PageQuery {
  session_id?: string | undefined;
  user_id?: string | undefined;
  project_id?: string | undefined;
  model?: string | undefined;
  adapter?: string | undefined;
  /** At or after. */
  from?: string | Date | undefined;
  /** Before. */
  to?: string | Date | undefined;
  /** Only calls with an `error_code`. */
  error_only?: boolean | undefined;
}
