import { Type, type Static } from "../schema.ts";
import { FreeObject, Nullable, OptionalId, OptionalText, Words } from "./shapes.ts";

export const channelWords = ["dev", "qa", "alpha", "beta", "staging", "prod"] as const;

export const SessionStartBody = Type.Object(
  {
    build: Type.Object(
      {
        version: Type.String({
          minLength: 1,
          maxLength: 200,
          description: "Version of the game, such as 1.14.2.",
        }),
        platform: Type.String({
          minLength: 1,
          maxLength: 100,
          description: "windows, linux, macos, android …",
        }),
        gitCommit: OptionalText(200, "Commit the build was made from."),
        channel: Type.Optional(
          Nullable(Type.Union([Words(channelWords, "Release channel."), Type.Literal("")])),
        ),
      },
      { description: "The build that is played; one is made for each new version, platform and commit." },
    ),
    player: Type.Optional(
      Nullable(
        Type.Object(
          {
            externalId: OptionalText(256, "The player's id in the game's own terms."),
            deviceId: OptionalText(256, "An id of the device; may be empty."),
          },
          { description: "Who plays." },
        ),
      ),
    ),
    metadata: Type.Optional(Nullable(FreeObject("Anything the game wants to keep with the session."))),
    lifecycle: Type.Optional(
      Nullable(
        Type.Boolean({
          description: "The game promises to report the end: without one the session counts as abnormal.",
        }),
      ),
    ),
    sentAt: OptionalText(64, "The game's clock when it sent this, ISO 8601."),
  },
  { description: "Starts a play session." },
);
export type SessionStartBody = Static<typeof SessionStartBody>;

export const SessionStartAnswer = Type.Object({
  sessionId: Type.String({ format: "uuid" }),
  buildId: Type.String({ format: "uuid" }),
  startedAt: Type.String({ format: "date-time" }),
  idempotent: Type.Optional(
    Type.Boolean({ description: "The session was started before under the same Idempotency-Key." }),
  ),
  deleted: Type.Optional(Type.Boolean({ description: "It was deleted since and stays deleted." })),
});

export const sessionEndWords = ["ok", "crashed", "abnormal"] as const;

export const SessionEndBody = Type.Object(
  {
    status: Words(sessionEndWords, "How the session ended; of several ends the worst holds."),
    endedAt: OptionalText(64, "When it ended, ISO 8601; server time where absent."),
  },
  { description: "Ends a play session." },
);
export type SessionEndBody = Static<typeof SessionEndBody>;

export const SessionEndAnswer = Type.Object({
  sessionId: OptionalId("The session."),
  status: Words(sessionEndWords, "The worst end reported."),
  endedAt: Type.String({ format: "date-time" }),
  deleted: Type.Optional(Type.Boolean()),
});
