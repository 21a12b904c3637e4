import { Instant, NullableText, orderFilter } from "../console/shapes.ts";
import { Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { codingFilters } from "./coding-filters.ts";
import { CodingTimelineItem } from "./event.ts";
import { apiPageFilters, CountedApiPageOf } from "./shapes.ts";

const count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description !== undefined && { description }) });

const session = {
  id: Type.String({ description: "sess_…, or the name its client gave it." }),
  user_id: Type.String(),
  project_id: NullableText(),
  started_at: Instant("Its first call."),
  ended_at: Instant("Its last call."),
  duration_s: count("Whole seconds."),
  status: Words(["active", "ended"], "Whether a call that came now would still belong to it."),
  model: NullableText("The model with the most calls; null where a named session has no call."),
  models: Type.Array(Type.String(), { description: "Most calls first, then most tokens, then first used." }),
  tokens_in: count("Whole prompts, cached parts included."),
  tokens_out: count(),
  cache_read_tokens: count("Part of tokens_in."),
  cache_write_tokens: count("Part of tokens_in."),
  reasoning_tokens: count("Part of tokens_out."),
  cost_usd: Type.Number({ minimum: 0, description: "Of the calls whose cost is known." }),
  unpriced_count: count("Calls whose cost is not known."),
  signal_count: count("Calls."),
  error_count: count("Calls with an error_code."),
  adapter: Type.String({ description: "The tool." }),
};

export const CodingSession = Type.Object(session);
export const CodingSessionPage = CountedApiPageOf(CodingSession);
export const CodingSessionDetails = Type.Object({
  ...session,
  signals: Type.Array(CodingTimelineItem, { description: "In the order of time." }),
});

export const CodingSessionPath = Type.Object({
  session: Type.String({
    description: "Its name, or any sess_… that was ever derived from one of its calls.",
  }),
});

export const CodingSessionQuery = Type.Object({
  ...codingFilters("The model with the most calls, exact.", "Started"),
  ...apiPageFilters,
  ...orderFilter("desc"),
});

const type = Type.Optional(
  Words(["calls", "all"], "all adds the signals that are no calls; calls unless said."),
);

export const CodingSessionDetailsQuery = Type.Object({ type });
export const CodingSessionEventQuery = Type.Object({ type, ...apiPageFilters, ...orderFilter("asc") });
export const CodingSessionEventPage = CountedApiPageOf(CodingTimelineItem);
