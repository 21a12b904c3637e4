import { Type, type Static } from "../schema.ts";
import { FreeObject, Nullable, OptionalId, OptionalText } from "./shapes.ts";

export const EventItem = Type.Object(
  {
    id: OptionalId("A UUID of the game's own: the event is then stored once however often it is sent."),
    sessionId: OptionalId("The session it happened in."),
    buildId: OptionalId("The build; the session's where absent."),
    eventType: Type.String({
      minLength: 1,
      maxLength: 200,
      description: "What happened, such as checkpoint.",
    }),
    occurredAt: OptionalText(64, "When it happened, ISO 8601; server time where absent."),
    payload: Type.Optional(Nullable(FreeObject("Anything the game wants to keep with the event."))),
  },
  { description: "One event." },
);
export type EventItem = Static<typeof EventItem>;

export const EventsBody = Type.Union([EventItem, Type.Array(EventItem)], {
  description: "One event or an array of them, up to 2 MiB.",
});

export const EventsAnswer = Type.Array(
  Type.Object({
    id: Type.String(),
    sessionId: Nullable(Type.String()),
    buildId: Nullable(Type.String()),
    eventType: Type.String(),
    occurredAt: Type.String(),
    payload: FreeObject("As sent."),
    reportIds: Type.Array(Type.String()),
    deleted: Type.Optional(Type.Boolean({ description: "It was deleted before and stays deleted." })),
    status: Type.Optional(Type.String({ description: "With partial=true: stored or invalid." })),
    message: Type.Optional(Type.String({ description: "With partial=true: why it is invalid." })),
  }),
  { description: "As many as were sent, in the same order." },
);
