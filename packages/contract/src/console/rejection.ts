import { Nullable, Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { BuildCard, buildFilter } from "./build.ts";
import { EnvironmentCard, ProjectCard } from "./project.ts";
import { environmentFilter } from "./session.ts";
import { Count, Instant, NullableText, orderFilter, pageFilters, PageOf, PublicId } from "./shapes.ts";
import { doorWords } from "./vocabulary.ts";

const rejection = {
  id: PublicId(),
  door: Words(doorWords, "Which door refused it."),
  status: Type.Integer({ description: "HTTP status answered." }),
  message: Type.String(),
  details: Type.Array(Type.Object({ path: Type.String(), message: Type.String() })),
  environment: Nullable(EnvironmentCard),
  build: Nullable(BuildCard),
  seen: Count("How often the same body was refused."),
  receivedAt: Instant("The last time."),
  replayedAt: Nullable(Instant()),
  replayStatus: Nullable(Type.Integer({ description: "HTTP status of the replay." })),
};

export const Rejection = Type.Object(rejection);
export const RejectionPage = PageOf(Rejection);

export const RejectionDetails = Type.Object({
  ...rejection,
  project: ProjectCard,
  subject: NullableText("Session the request named in its path, where its door takes one."),
  body: Type.String({ description: "As sent, inflated; octets that are no UTF-8 show as U+FFFD." }),
  bodyBytes: Count(),
});

export const ReplayOutcome = Type.Object({
  status: Type.Integer({ description: "HTTP status the door answered this time." }),
  message: NullableText("Why it was refused again; null where it was taken."),
});

export const RejectionQuery = Type.Object(
  {
    ...pageFilters,
    ...orderFilter("desc"),
    build: buildFilter,
    environment: environmentFilter,
    door: Type.Optional(Words(doorWords, "Which door refused it.")),
  },
  { additionalProperties: false },
);
