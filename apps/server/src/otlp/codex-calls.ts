import { callError } from "./call-error.ts";
import type { RecordReader } from "./record-reader.ts";
import type { ToolCall } from "./tool-call.ts";

const callOf = (record: RecordReader): Omit<ToolCall, "figures"> => ({
  adapter: "codex",
  requestId: null,
  toolSession: record.text("conversation.id"),
  nth: record.text("attempt"),
});

/**
 * `codex.sse_event`: of all the events of a streamed answer only the last one counts, and of its two records
 * the one with tokens. Input includes what was cached, output the reasoning.
 */
export function readCodexStreamEvent(record: RecordReader): ToolCall | undefined {
  if (record.text("event.kind") !== "response.completed") return undefined;
  const tokensIn = record.count("input_token_count");
  const tokensOut = record.count("output_token_count");
  if (tokensIn === null && tokensOut === null) return undefined;
  return {
    ...callOf(record),
    figures: {
      model: record.text("model"),
      tokens_in: tokensIn,
      tokens_out: tokensOut,
      cache_read_tokens: record.count("cached_token_count"),
      cache_write_5m_tokens: record.count("cache_write_token_count"),
      reasoning_tokens: record.count("reasoning_token_count"),
      latency_ms: record.amount("duration_ms"),
    },
  };
}

/**
 * `codex.api_request`: each attempt that failed is a call with an error. One that was answered is counted
 * when its stream ends, and asking for the list of models calls none.
 */
export function readCodexRequest(record: RecordReader): ToolCall | undefined {
  const status = record.text("http.response.status_code");
  const isAnswered = status !== null && /^2\d\d$/.test(status);
  if (isAnswered || /(^|\/)models$/.test(record.text("endpoint") ?? "")) return undefined;
  return {
    ...callOf(record),
    figures: {
      model: record.text("model"),
      latency_ms: record.amount("duration_ms"),
      error_code: callError(null, status),
    },
  };
}
