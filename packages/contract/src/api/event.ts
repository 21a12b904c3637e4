import { Filter, Instant, NullableText, orderFilter } from "../console/shapes.ts";
import { Nullable } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { codingFilters } from "./coding-filters.ts";
import { apiPageFilters, CountedApiPageOf } from "./shapes.ts";

const tokens = (description: string) => Type.Integer({ minimum: 0, description });
const dollars = (description: string) => Nullable(Type.Number({ minimum: 0, description }));

const place = {
  session_id: NullableText("The session that holds it; null where none does."),
  user_id: Type.String(),
  project_id: NullableText(),
  ts: Instant(),
  adapter: Type.String({ description: "The tool." }),
};

export const CodingEvent = Type.Object(
  {
    id: Type.String({ description: "evt_…" }),
    type: Type.Literal("call"),
    ...place,
    model: Type.String({ description: "unknown where nobody named one." }),
    tokens_in: tokens("The whole prompt: uncached, read from the cache and written to it."),
    tokens_out: tokens("Tokens answered, reasoning included."),
    cache_read_tokens: tokens("Part of tokens_in."),
    cache_write_tokens: tokens("Part of tokens_in."),
    reasoning_tokens: tokens("Part of tokens_out."),
    latency_ms: Nullable(
      Type.Integer({ minimum: 0, description: "To the first byte; null where nobody measured it." }),
    ),
    cost_usd: dollars("By the model's price, else as reported; null where neither is known."),
    cost_reported_usd: dollars("What the client said it cost."),
    error_code: NullableText("rate_limited, context_window_exceeded …; null where the call went well."),
    sources: Type.Array(Type.String(), { description: "Who told of it, the most precise first." }),
    git_commit: NullableText(),
    git_branch: NullableText(),
    repository: NullableText(),
    machine: NullableText(),
    tool_session_id: NullableText("The tool's own id of the conversation."),
    service_tier: Type.Optional(Type.String({ description: "Where it was named." })),
    geography: Type.Optional(
      Type.String({ description: "Region the provider bills apart, where one does." }),
    ),
    web_searches: Type.Optional(
      Type.Integer({ description: "Searches the provider ran, where it ran any." }),
    ),
  },
  { description: "A model call." },
);

export const CodingSignal = Type.Object(
  {
    id: Type.String({ description: "sig_…" }),
    type: Type.String({ description: "As sent: user-prompt, session-end …" }),
    ...place,
    metadata: Type.Unknown({ description: "What it brought of the closed list." }),
  },
  { description: "A signal that is no call; it is counted nowhere." },
);

/** What a session is made of. */
export const CodingTimelineItem = Type.Union([CodingEvent, CodingSignal]);

export const CodingEventPage = CountedApiPageOf(CodingEvent);
export const CodingEventPath = Type.Object({
  event: Type.String({ description: "evt_… of any key of the call, or the sig_… of a receipt." }),
});
export const CodingEventQuery = Type.Object({
  session_id: Filter("Any id of a session."),
  ...codingFilters("The call's model, exact.", "Completed"),
  error_only: Type.Optional(Type.Boolean({ description: "Only calls with an error_code." })),
  ...apiPageFilters,
  ...orderFilter("desc"),
});
