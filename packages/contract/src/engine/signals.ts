import { Instant, NullableText } from "../console/shapes.ts";
import { Nullable, OptionalText, Words } from "../ingest/shapes.ts";
import { OptionalTime, Time } from "./shapes.ts";
import { Type } from "../schema.ts";

export const signalTypeWords = [
  "user-prompt",
  "post-tool",
  "pre-compact",
  "session-start",
  "session-end",
  "stop",
  "hesitation",
  "deletion",
  "correction",
  "session-pause",
  "goal-drift",
  "context-switch",
  "tool-switch",
  "token-milestone",
  "refocus-ack",
  "completion-verified",
  "adapter-heartbeat",
] as const;

const count = (description: string) => Type.Optional(Nullable(Type.Integer({ minimum: 0, description })));
const text = (description: string) => OptionalText(256, description);
const tokens = {
  tokens_in: count("The whole prompt: uncached, read from the cache and written to it."),
  tokens_out: count("Tokens answered."),
};
const cost = Type.Optional(
  Nullable(Type.Number({ minimum: 0, description: "What the client says it cost." })),
);
const latency = Type.Optional(
  Nullable(Type.Number({ minimum: 0, maximum: 86_400_000, description: "To the first byte." })),
);

export const SignalMetadata = Type.Object(
  {
    model: text("Model, as its provider calls it."),
    ...tokens,
    cache_read_tokens: count("Part of tokens_in."),
    cache_write_5m_tokens: count("Part of tokens_in."),
    cache_write_1h_tokens: count("Part of tokens_in."),
    reasoning_tokens: count("Part of tokens_out."),
    latency_ms: latency,
    cost_usd: cost,
    error_code: text("rate_limited, context_window_exceeded …"),
    git_commit: text("Commit."),
    git_branch: text("Branch."),
    repository: text("Remote of the repository."),
    machine: text("Name of the machine."),
    tool_session_id: text("The tool's own id of the conversation."),
    source: text("transcript, otlp, hook or the sender's own word."),
    service_tier: text("standard, fast, priority or batch."),
    geography: text("Region the provider bills apart, such as us."),
    web_searches: count("Searches the provider ran for the call."),
  },
  { description: "This closed list and nothing else: other members are dropped and counted." },
);

const item = {
  id: text("The provider's own id of the call, the first of its keys."),
  keys: Type.Optional(Nullable(Type.Array(Type.String({ maxLength: 256 }), { maxItems: 8 }))),
  type: Words(signalTypeWords, "What it tells of."),
  adapter: text("The tool, such as claude-code. Required."),
  adapter_id: text("Another name of adapter."),
  session_id: OptionalText(128, "A session the client owns; the server windows calls that name none."),
  project_id: text("Project."),
  user_id: text("With an API key: whose it is. A device's signals are its user's."),
  ts: OptionalTime("When, ISO 8601 or epoch milliseconds; server time where absent."),
  backfill: Type.Optional(Nullable(Type.Boolean({ description: "It is history: its time may be any." }))),
  metadata: Type.Optional(Nullable(SignalMetadata)),
};
export const SignalItem = Type.Object(item, { description: "One signal." });

export const SignalAnswer = Type.Object({
  ok: Type.Literal(true),
  signal_id: NullableText("Null where it was deleted before and stays deleted."),
  event_id: Type.Optional(Type.String({ description: "The event of the call it tells of." })),
  deleted: Type.Optional(Type.Boolean()),
});

export const SignalBatch = Type.Object(
  {
    signals: Type.Array(SignalItem, { maxItems: 1_000 }),
    user_id: text("With an API key: whose the signals are that name nobody."),
  },
  { description: "Signals; each is judged for itself." },
);

export const signalStatusWords = ["stored", "duplicate", "enriched", "deleted", "invalid", "retry"] as const;

export const SignalBatchAnswer = Type.Object(
  {
    results: Type.Array(
      Type.Object({
        id: NullableText("As sent."),
        status: Words(signalStatusWords, "retry: not stored, and to be sent again."),
        event_id: Type.Optional(Type.String()),
        signal_id: Type.Optional(Type.String()),
        message: Type.Optional(Type.String({ description: "Why it is invalid or to be sent again." })),
      }),
    ),
    server_time: Type.Optional(Instant("Where clocks differ too much.")),
  },
  { description: "As many as were sent, in the same order." },
);

export const EmitBody = Type.Object(
  {
    adapter: Type.String({ minLength: 1, maxLength: 256, description: "The tool, such as claude-code." }),
    ts: Time("When, ISO 8601 or epoch milliseconds."),
    model: Type.String({ minLength: 1, maxLength: 256, description: "Model, as its provider calls it." }),
    ...tokens,
    cost_usd: cost,
    latency_ms: latency,
    session_id: OptionalText(128, "A session the client owns."),
    project_id: text("Project."),
    user_id: text("With an API key: whose it is."),
    error_code: text("rate_limited, context_window_exceeded …"),
    hook: text("The tool's hook that told of it, such as PostToolUse."),
  },
  { description: "One call; at least one of tokens_in, tokens_out and cost_usd." },
);

export const EmitAnswer = Type.Object({
  blocked: Type.Boolean({ description: "Whether a rule of the organization stops the tool." }),
});
