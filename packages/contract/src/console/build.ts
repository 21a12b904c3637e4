import { channelWords } from "../ingest/session-start.ts";
import { Nullable, Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import {
  Count,
  Filter,
  Instant,
  NullableText,
  orderFilter,
  pageFilters,
  PageOf,
  PublicId,
} from "./shapes.ts";

const build = {
  id: PublicId(),
  version: Type.String(),
  platform: Type.String({ description: "Lower case, as filters take it." }),
  platformLabel: Type.String({ description: "As the game first spelled it." }),
  gitCommit: NullableText("Null where the game named none."),
  channel: Nullable(Words(channelWords, "The latest a session of it named.")),
};

/** A build as another row names it. */
export const BuildCard = Type.Object(build);
export const LatestBuild = Type.Object({ ...build, createdAt: Instant() });

export const Build = Type.Object({
  ...build,
  createdAt: Instant(),
  lastSessionAt: Instant(),
  sessions: Count("Ever started on it, those that retention removed included."),
  reports: Count(),
});
export const BuildPage = PageOf(Build);

export const versionFilter = Filter("Version of the build.");
export const platformFilter = Filter("Platform of the build, in any case of letters.");
export const channelFilter = Type.Optional(Words(channelWords, "Release channel."));
export const buildFilter = Filter("Id of the build.");

export const BuildQuery = Type.Object(
  {
    ...pageFilters,
    ...orderFilter("desc"),
    version: versionFilter,
    platform: platformFilter,
    channel: channelFilter,
  },
  { additionalProperties: false },
);
