import { channelWords } from "../ingest/session-start.ts";
import { Nullable, Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { BuildCard, buildFilter, channelFilter, platformFilter, versionFilter } from "./build.ts";
import { EnvironmentCard, ProjectCard } from "./project.ts";
import {
  Count,
  Filter,
  Instant,
  NullableText,
  orderFilter,
  pageFilters,
  PageOf,
  PublicId,
  SentJson,
  timeFilters,
} from "./shapes.ts";
import { sessionStatusWords } from "./vocabulary.ts";

export const environmentFilter = Filter("Id or name of the environment.");

const session = {
  id: PublicId(),
  status: Words(
    sessionStatusWords,
    "The worst end reported; without one, open until nothing is heard for 30 minutes, then abnormal where the game promised an end, else unknown.",
  ),
  environment: Nullable(EnvironmentCard),
  build: Nullable(BuildCard),
  channel: Nullable(Words(channelWords, "Release channel the session named.")),
  player: Type.Object({ externalId: NullableText(), deviceId: NullableText() }),
  lifecycle: Type.Boolean({ description: "Whether the game promised to report the end." }),
  startedAt: Instant(),
  endedAt: Nullable(Instant()),
  lastActivityAt: Instant(),
  durationMs: Count("From start to end, or to the last activity where no end is known."),
  events: Count(),
  uploads: Count(),
  reports: Count(),
};

export const Session = Type.Object(session);
export const SessionPage = PageOf(Session);

export const SessionDetails = Type.Object({
  ...session,
  project: ProjectCard,
  metadata: SentJson("What the game sent with the session, as sent; null for nothing."),
  clockSkewMs: Nullable(
    Type.Integer({ description: "Our clock minus the game's at session start, where it sent one." }),
  ),
});

export const SessionQuery = Type.Object(
  {
    ...pageFilters,
    ...orderFilter("desc"),
    build: buildFilter,
    version: versionFilter,
    platform: platformFilter,
    channel: channelFilter,
    environment: environmentFilter,
    player: Filter("External id or device id of the player, whole."),
    status: Type.Optional(Words(sessionStatusWords, "Status of the session.")),
    ...timeFilters("Started"),
  },
  { additionalProperties: false },
);
