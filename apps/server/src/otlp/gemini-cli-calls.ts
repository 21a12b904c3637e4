import { callError } from "./call-error.ts";
import { type RecordReader, UnreadableRecord } from "./record-reader.ts";
import { sumOf, type ToolCall } from "./tool-call.ts";

const callOf = (record: RecordReader): Omit<ToolCall, "figures"> => ({
  adapter: "gemini-cli",
  requestId: null,
  toolSession: record.text("session.id"),
  nth: null,
});

/**
 * `gemini_cli.api_response`: input includes what was cached but not what its tools put into the prompt,
 * output not the thoughts, which are billed as output.
 */
export function readGeminiResponse(record: RecordReader): ToolCall {
  const thoughts = record.count("thoughts_token_count");
  const tokensIn = sumOf(record.count("input_token_count"), record.count("tool_token_count"));
  const tokensOut = sumOf(record.count("output_token_count"), thoughts);
  if (tokensIn === null && tokensOut === null) throw new UnreadableRecord("brings no tokens");
  return {
    ...callOf(record),
    figures: {
      model: record.text("model"),
      tokens_in: tokensIn,
      tokens_out: tokensOut,
      cache_read_tokens: record.count("cached_content_token_count"),
      reasoning_tokens: thoughts,
      latency_ms: record.amount("duration_ms"),
    },
  };
}

/** `gemini_cli.api_error`: one attempt that failed. */
export const readGeminiError = (record: RecordReader): ToolCall => ({
  ...callOf(record),
  figures: {
    model: record.text("model", "model_name"),
    latency_ms: record.amount("duration_ms") ?? record.amount("duration"),
    error_code: callError(
      record.text("error.type", "error_type"),
      record.text("status_code", "http.status_code"),
    ),
  },
});
