/** A plain value; lists, maps and octets are not kept. */
export type AttributeValue = string | number | boolean;
export type Attributes = ReadonlyMap<string, AttributeValue>;

/** What is looked at of one log record of OTLP. */
export interface LogRecord {
  /** Of whoever sends: tool, machine, project. */
  readonly resource: Attributes;
  readonly attributes: Attributes;
  /** "" where there is none. */
  readonly eventName: string;
  /** "" where there is none, or it is too long for a name. */
  readonly body: string;
  /** Epoch milliseconds; 0 where there is none. */
  readonly time: number;
  /** When the exporter saw it. */
  readonly observedTime: number;
}

/** Longer bodies are no names of events; what they say is nobody's business here. */
export const longestName = 64;

/** Records of one request; exporters send 512 at once, collectors some thousands. */
export const mostRecords = 20_000;

/**
 * The attributes that are read, of records and resources. All others, and with them whatever a tool says of
 * prompts, answers, files and commands, are passed over before they become text.
 */
export const wantedAttributes: ReadonlySet<string> = new Set([
  "event.name",
  "event.kind",
  "event.sequence",
  "event.timestamp",
  "session.id",
  "conversation.id",
  "user.email",
  "user.account_uuid",
  "user.account_id",
  "user.id",
  "model",
  "model_name",
  "request_id",
  "endpoint",
  "attempt",
  "speed",
  "duration_ms",
  "duration",
  "status_code",
  "http.status_code",
  "http.response.status_code",
  "error.type",
  "error_type",
  "cost_usd",
  "cost_usd_micros",
  "input_tokens",
  "output_tokens",
  "cache_read_tokens",
  "cache_creation_tokens",
  "input_token_count",
  "output_token_count",
  "cached_token_count",
  "cache_write_token_count",
  "reasoning_token_count",
  "cached_content_token_count",
  "thoughts_token_count",
  "tool_token_count",
  "hearth.project",
  "forg.project_id",
  "project.id",
  "vcs.repository.url.full",
  "git.repository",
  "host.name",
]);
