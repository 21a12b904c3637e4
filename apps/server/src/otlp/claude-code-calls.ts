import { callError } from "./call-error.ts";
import { type RecordReader, UnreadableRecord } from "./record-reader.ts";
import { sumOf, type ToolCall } from "./tool-call.ts";

const callOf = (record: RecordReader): Omit<ToolCall, "figures"> => ({
  adapter: "claude-code",
  requestId: record.text("request_id"),
  toolSession: record.text("session.id"),
  nth: record.text("event.sequence"),
});

/**
 * `api_request`: an answered call. What was written to the cache comes without its two durations, and is
 * taken as the cheaper one.
 */
export function readClaudeCodeRequest(record: RecordReader): ToolCall {
  const uncached = record.count("input_tokens");
  const cacheRead = record.count("cache_read_tokens");
  const cacheWritten = record.count("cache_creation_tokens");
  const micros = record.count("cost_usd_micros");
  const figures = {
    model: record.text("model"),
    tokens_in: sumOf(uncached, cacheRead, cacheWritten),
    tokens_out: record.count("output_tokens"),
    cache_read_tokens: cacheRead,
    cache_write_5m_tokens: cacheWritten,
    latency_ms: record.amount("duration_ms"),
    cost_usd: micros === null ? record.amount("cost_usd") : micros / 1e6,
    service_tier: record.text("speed") === "fast" ? ("fast" as const) : null,
  };
  if (figures.tokens_in === null && figures.tokens_out === null && figures.cost_usd === null) {
    throw new UnreadableRecord("brings neither tokens nor a cost");
  }
  return { ...callOf(record), figures };
}

/** `api_error`: a call that was given up. The tool tells once of it, after its own retries. */
export const readClaudeCodeError = (record: RecordReader): ToolCall => ({
  ...callOf(record),
  figures: {
    model: record.text("model"),
    latency_ms: record.amount("duration_ms"),
    error_code: callError(record.text("error.type", "error_type"), record.text("status_code")),
  },
});
