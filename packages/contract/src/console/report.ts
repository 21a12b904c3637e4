import { channelWords } from "../ingest/session-start.ts";
import { Nullable, Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { BuildCard, buildFilter, channelFilter } from "./build.ts";
import { Event } from "./event.ts";
import { EnvironmentCard, ProjectCard } from "./project.ts";
import { environmentFilter, Session } from "./session.ts";
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
import { UploadedFile } from "./upload.ts";
import { exportStatusWords, providerWords, reportStatusWords, severityWords } from "./vocabulary.ts";

const severity = Words(severityWords, "How bad it is.");
const status = Words(reportStatusWords, "Where it stands.");
const exported = {
  provider: Type.String({ description: "Where the ticket is made." }),
  status: Words(exportStatusWords, "Where the export stands."),
};

const report = {
  id: PublicId(),
  title: Type.String(),
  excerpt: NullableText("The beginning of the description."),
  severity,
  status,
  reporterType: Type.String(),
  sourceChannel: NullableText("How it reached the game."),
  environment: Nullable(EnvironmentCard),
  build: Nullable(BuildCard),
  version: NullableText(),
  platform: NullableText("Lower case."),
  channel: Nullable(Words(channelWords, "Release channel.")),
  scene: NullableText(),
  occurrences: Count("Reports of this issue, itself included; 1 on duplicates."),
  createdAt: Instant(),
  lastSeenAt: Instant("When the issue was last reported."),
  files: Type.Object(
    { declared: Count(), arrived: Count() },
    { description: "Files it names, and how many of them are here." },
  ),
};

export const Report = Type.Object({
  ...report,
  sessionId: Nullable(PublicId()),
  rootId: Nullable(PublicId("The first report of the issue, where this one is a duplicate.")),
  isRegression: Type.Boolean({ description: "Whether its issue had been closed before." }),
  events: Count(),
  exports: Type.Array(Type.Object(exported)),
});
export const ReportPage = PageOf(Report);

/** Another report as a report's page names it. */
const LinkedReport = Type.Object({
  id: PublicId(),
  title: Type.String(),
  status,
  severity,
  createdAt: Instant(),
  occurrences: Count(),
});

export const ReportDetails = Type.Object({
  ...report,
  project: ProjectCard,
  description: NullableText(),
  fingerprint: NullableText(),
  sessionId: Nullable(PublicId()),
  session: Nullable(Session),
  context: SentJson("As sent; null for none."),
  warnings: Type.Array(Type.String(), { description: "What was mended when it arrived." }),
  events: Type.Array(Event, {
    description: "The first 200; those that retention removed are not among them.",
  }),
  eventCount: Count(),
  attachments: Type.Array(UploadedFile),
  root: Nullable(LinkedReport),
  regressionOf: Nullable(LinkedReport),
  duplicates: Type.Array(LinkedReport, { description: "The newest 20." }),
  duplicateCount: Count(),
  exports: Type.Array(
    Type.Object({
      ...exported,
      requestedAt: Instant(),
      url: NullableText("Where the ticket is, once sent."),
    }),
  ),
});

export const ReportQuery = Type.Object(
  {
    ...pageFilters,
    ...orderFilter("desc"),
    severity: Type.Optional(severity),
    status: Type.Optional(status),
    environment: environmentFilter,
    version: Filter("Version it was reported on."),
    build: buildFilter,
    platform: Filter("Platform it was reported on, in any case of letters."),
    channel: channelFilter,
    exportStatus: Type.Optional(
      Words([...exportStatusWords, "none"], "State of an export; none for reports without one."),
    ),
    provider: Type.Optional(
      Words(providerWords, "Provider of an export; with exportStatus, of one and the same export."),
    ),
    session: Filter("Id of the session it was filed in."),
    ...timeFilters("Received"),
    q: Type.Optional(
      Type.String({
        maxLength: 200,
        description:
          "Beginnings of words in title, description, scene or fingerprint; or the id of a report.",
      }),
    ),
  },
  { additionalProperties: false },
);

export const DuplicateQuery = Type.Object(
  { ...pageFilters, ...orderFilter("desc") },
  { additionalProperties: false },
);

const settableStatus = Words(
  reportStatusWords.filter((word) => word !== "duplicate"),
  "A duplicate has the status of the report it repeats.",
);
const change = { severity: Type.Optional(severity), status: Type.Optional(settableStatus) };

export const ReportChangeBody = Type.Object(change, {
  additionalProperties: false,
  minProperties: 1,
  description: "What is absent stays.",
});

export const ReportChangesBody = Type.Object(
  {
    reports: Type.Array(PublicId(), {
      minItems: 1,
      maxItems: 500,
      description: "Ids of reports of the project. All are changed, or none.",
    }),
    ...change,
  },
  { additionalProperties: false, description: "What is absent stays." },
);

export const ChangedReports = Type.Object({
  items: Type.Array(Type.Object({ id: PublicId(), severity, status })),
});
