import type { Event, SessionSignal } from "../events/event.ts";
import type { PageQuery } from "../pages/pages.ts";

/** A contiguous window of one user's AI tool activity. */
export interface Session {
  /** `sess_…`, or the name its client gave it. */
  readonly id: string;
  readonly user_id: string;
  readonly project_id: string | null;
  /** Its first call; ISO 8601, as all times are. */
  readonly started_at: string;
  /** Its last call. */
  readonly ended_at: string;
  /** Whole seconds. */
  readonly duration_s: number;
  /** The model with the most calls; null for a named session that has none yet. */
  readonly model: string | null;
  /** Most calls first. */
  readonly models: string[];
  /** Whole prompts, cached parts included. */
  readonly tokens_in: number;
  readonly tokens_out: number;
  /** The sum of what is known; `unpriced_count` says how many calls it leaves out. */
  readonly cost_usd: number;
  /** Model calls. */
  readonly signal_count: number;
  readonly error_count: number;
  readonly adapter: string;
  /** Whether a call that came now would still belong to it. */
  readonly status: "active" | "ended";
  readonly unpriced_count: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
  readonly reasoning_tokens: number;
}

/** A session and its calls, or all its signals, in the order of time. */
export interface SessionWithSignals<Item = Event> extends Session {
  readonly signals: Item[];
}

/** Asks for the calls of a session. */
export interface CallsOnly {
  type?: "calls" | undefined;
}

/** Asks for the signals that are no calls too. */
export interface AllSignals {
  type: "all";
}

/** What stands in a session; its `type` says which it is. */
export type TimelineItem = Event | SessionSignal;

export interface SessionQuery extends PageQuery {
  user_id?: string | undefined;
  project_id?: string | undefined;
  /** Primary model, exact. */
  model?: string | undefined;
  adapter?: string | undefined;
  /** Started at or after. */
  from?: string | Date | undefined;
  /** Started before. */
  to?: string | Date | undefined;
}
