import { Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { Count, Filter, Instant, pageFilters, UncountedPageOf } from "./shapes.ts";

const kind = Words(["externalId", "deviceId"], "Which identity it is.");

export const Player = Type.Object({
  kind,
  id: Type.String({ description: "As the game sent it." }),
  sessions: Count(),
  firstSeenAt: Instant(),
  lastSeenAt: Instant("Start of the latest session."),
});
export const PlayerPage = UncountedPageOf(Player);

export const PlayerQuery = Type.Object(
  {
    ...pageFilters,
    kind: Type.Optional(
      Words(["externalId", "deviceId"], "Identity that is listed; externalId unless said."),
    ),
    prefix: Filter("How the identity begins."),
  },
  { additionalProperties: false },
);

export const PersonQuery = Type.Object(
  {
    externalId: Filter("Erases the sessions with this external id."),
    deviceId: Filter("Erases the sessions with this device id."),
  },
  { additionalProperties: false, minProperties: 1 },
);
