import { Nullable, Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { BuildCard, buildFilter } from "./build.ts";
import { EnvironmentCard } from "./project.ts";
import { environmentFilter } from "./session.ts";
import {
  Count,
  Filter,
  Instant,
  pageFilters,
  PublicId,
  SentJson,
  timeFilters,
  UncountedPageOf,
} from "./shapes.ts";

export const Event = Type.Object({
  id: PublicId("The id its sender supplied, else the one made here."),
  eventType: Type.String(),
  occurredAt: Type.String({ description: "As sent, ISO 8601." }),
  receivedAt: Instant(),
  environment: Nullable(EnvironmentCard),
  sessionId: Nullable(PublicId()),
  build: Nullable(BuildCard),
  payload: SentJson("As sent; null for none."),
  reportIds: Type.Array(PublicId(), { description: "The reports that name it." }),
});

export const EventPage = UncountedPageOf(Event);

export const EventQuery = Type.Object(
  {
    ...pageFilters,
    environment: environmentFilter,
    session: Filter("Id of the session."),
    build: buildFilter,
    eventType: Filter("Type of the event."),
    ...timeFilters("Received"),
  },
  { additionalProperties: false },
);

const bucket = Words(["hour", "day"], "Length of a bucket; days are of UTC.");

export const EventTypes = Type.Object({
  bucket,
  from: Instant("Widened to whole buckets."),
  to: Instant(),
  events: Count("Of all types, those not shown included."),
  typeCount: Count(),
  types: Type.Array(
    Type.Object({
      eventType: Type.String(),
      events: Count(),
      points: Type.Array(Type.Object({ at: Instant("Beginning of the bucket."), events: Count() }), {
        description: "Buckets in which it occurred, in order.",
      }),
    }),
    { description: "Most frequent first." },
  ),
});

export const EventTypeQuery = Type.Object(
  {
    environment: environmentFilter,
    build: buildFilter,
    from: Filter("Occurred then or later, ISO 8601; seven days before `to` unless said."),
    to: Filter("Occurred before, ISO 8601; now unless said."),
    bucket: Type.Optional(bucket),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 200, description: "Types shown; 50 unless said." }),
    ),
  },
  { additionalProperties: false },
);
