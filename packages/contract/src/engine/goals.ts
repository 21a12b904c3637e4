import { Instant, NullableText } from "../console/shapes.ts";
import { Nullable, Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { ApiPageOf, apiPageFilters } from "../api/shapes.ts";
import { OptionalTime } from "./shapes.ts";

export const goalStateWords = ["active", "drifted", "completed", "abandoned"] as const;

/** No blanks: an id has no room for what a goal says. */
const id = { minLength: 1, maxLength: 128, pattern: "^[A-Za-z0-9._:~-]+$" };
const session = "The session it belongs to: its name, or the tool's own id of the conversation.";

export const Goal = Type.Object({
  id: Type.String(),
  user_id: Type.String(),
  session_id: NullableText(session),
  state: Words(goalStateWords, "What it is now."),
  created_at: Instant(),
  updated_at: Instant("When the last thing happened that is known of it."),
  drifted_at: Nullable(Instant("The latest drift.")),
  refocused_at: Nullable(Instant("The latest return.")),
  completed_at: Nullable(Instant()),
  abandoned_at: Nullable(Instant()),
});
export const GoalPage = ApiPageOf(Goal);

export const GoalBody = Type.Object(
  {
    id: Type.Optional(
      Type.String({ ...id, description: "The client's own; made by the server where absent." }),
    ),
    session_id: Type.Optional(Nullable(Type.String({ maxLength: 256, description: session }))),
    state: Type.Optional(Words(goalStateWords, "active unless said.")),
    ts: OptionalTime("When it was set, ISO 8601 or epoch milliseconds; server time where absent."),
  },
  { description: "A goal of a session. Anything else in it, its text first of all, is not held." },
);

const update = {
  state: Words(goalStateWords, "What became of it."),
  ts: OptionalTime("When, ISO 8601 or epoch milliseconds; server time where absent."),
};
export const GoalUpdateBody = Type.Object(update, { description: "What became of a goal." });
export const NamedGoalUpdateBody = Type.Object(
  { id: Type.String({ ...id, description: "The goal." }), ...update },
  { description: "What became of the goal that it names." },
);

export const GoalPath = Type.Object({ goal: Type.String({ ...id, description: "Id of a goal." }) });

export const GoalQuery = Type.Object(
  {
    session_id: Type.Optional(Type.String({ minLength: 1, maxLength: 256, description: session })),
    state: Type.Optional(Words(goalStateWords, "Only goals that are so now.")),
    ...apiPageFilters,
  },
  { additionalProperties: false },
);
