/** One model call as a tool's telemetry tells of it. Absent is null. */
export interface ToolCall {
  readonly adapter: string;
  /** The provider's id of the request, by which the call is known to other sources too. */
  readonly requestId: string | null;
  /** The tool's own conversation. */
  readonly toolSession: string | null;
  /** What tells calls of one conversation apart that have the same time and counts. */
  readonly nth: string | null;
  readonly figures: ToolCallFigures;
}

/** By the names that `metadata` has on the wire; tokens, milliseconds, dollars. */
export interface ToolCallFigures {
  readonly model: string | null;
  readonly tokens_in?: number | null;
  readonly tokens_out?: number | null;
  readonly cache_read_tokens?: number | null;
  readonly cache_write_5m_tokens?: number | null;
  readonly reasoning_tokens?: number | null;
  readonly latency_ms?: number | null;
  readonly cost_usd?: number | null;
  readonly error_code?: string | null;
  readonly service_tier?: "fast" | null;
}

/** The sum of what is known; null where nothing is. */
export function sumOf(...parts: readonly (number | null)[]): number | null {
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? null : known.reduce((sum, part) => sum + part, 0);
}
