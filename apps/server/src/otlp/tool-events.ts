import { readClaudeCodeError, readClaudeCodeRequest } from "./claude-code-calls.ts";
import { readCodexRequest, readCodexStreamEvent } from "./codex-calls.ts";
import { readGeminiError, readGeminiResponse } from "./gemini-cli-calls.ts";
import type { LogRecord } from "./log-record.ts";
import type { RecordReader } from "./record-reader.ts";
import type { ToolCall } from "./tool-call.ts";

/** Reads the call out of an event; undefined where this one tells of none that counts. */
type ReadCall = (record: RecordReader) => ToolCall | undefined;

export interface ToolEvent {
  readonly name: string;
  readonly readCall: ReadCall;
}

const events: readonly ToolEvent[] = [
  { name: "claude_code.api_request", readCall: readClaudeCodeRequest },
  { name: "claude_code.api_error", readCall: readClaudeCodeError },
  { name: "codex.sse_event", readCall: readCodexStreamEvent },
  { name: "codex.api_request", readCall: readCodexRequest },
  { name: "gemini_cli.api_response", readCall: readGeminiResponse },
  { name: "gemini_cli.api_error", readCall: readGeminiError },
];

const bare = "claude_code.";
const byName = new Map(
  events.flatMap((event) =>
    event.name.startsWith(bare)
      ? [[event.name, event] as const, [event.name.slice(bare.length), event] as const]
      : [[event.name, event] as const],
  ),
);

/**
 * The event that a record is of, if it is one of those that tell of calls. Its attribute decides; without
 * one, the record's own name or its body does (Codex puts a place of its source where the name belongs).
 */
export function toolEventOf({ attributes, eventName, body }: LogRecord): ToolEvent | undefined {
  const named = attributes.get("event.name");
  if (typeof named === "string" && named !== "") return byName.get(named);
  return byName.get(eventName) ?? byName.get(body);
}
