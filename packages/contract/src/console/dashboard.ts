import { channelWords } from "../ingest/session-start.ts";
import { Nullable, Words } from "../ingest/shapes.ts";
import { Type } from "../schema.ts";
import { BuildCard, LatestBuild } from "./build.ts";
import { EnvironmentCard } from "./project.ts";
import { Report } from "./report.ts";
import { environmentFilter } from "./session.ts";
import { Count, Instant, Rate } from "./shapes.ts";

/** Crash-free sessions over those that could tell. */
export const CrashFree = Type.Object({
  rate: Rate("1 − crashed ÷ counted; null where none is counted."),
  low: Rate("Lower end of Wilson's 95 % interval."),
  high: Rate("Upper end of Wilson's 95 % interval."),
  counted: Count("ok + crashed + abnormal."),
  ok: Count(),
  crashed: Count(),
  abnormal: Count("Ended abnormally, or promised an end that never came."),
  uncounted: Count("Could not tell: promised no end and sent none, or still open."),
});

const SeverityCounts = Type.Object({ low: Count(), medium: Count(), high: Count(), critical: Count() });
const reportRate = Rate("Reports over sessions; null without a session.");

export const Dashboard = Type.Object({
  from: Instant("Beginning of the window that charts and rates span."),
  to: Instant(),
  cards: Type.Object({
    criticalReports24h: Count(),
    newReports: Count("In status new, whenever received."),
    sessionsToday: Count(),
    latestBuild: Nullable(LatestBuild),
    reportRate24h: Type.Object({ rate: reportRate, reports: Count(), sessions: Count() }),
    topPlatform: Nullable(
      Type.Object(
        { platform: Type.String(), reports: Count(), sessions: Count() },
        { description: "Of most reports in the window, then of most sessions." },
      ),
    ),
    topBuild: Nullable(Type.Object({ build: BuildCard, reports: Count(), sessions: Count() })),
  }),
  recentReports: Type.Array(Report, { description: "The newest ten." }),
  environments: Type.Array(
    Type.Object({
      environment: EnvironmentCard,
      sessions: Count(),
      reports: Count(),
      events: Count("By the hour: those of the hour in which the 24 began are all counted."),
    }),
    { description: "What each environment did within 24 hours, whichever is chosen." },
  ),
  reportsBySeverity: SeverityCounts,
  reportsByBuild: Type.Array(
    Type.Object({ build: Nullable(BuildCard), reports: Count(), severities: SeverityCounts }),
    { description: "The ten builds with the most reports; build is null for reports without one." },
  ),
  crashFree: CrashFree,
});

const days = (usual: number) =>
  Type.Optional(
    Type.Integer({ minimum: 1, maximum: 90, description: `Length of the window; ${usual} unless said.` }),
  );

export const DashboardQuery = Type.Object(
  {
    environment: environmentFilter,
    days: days(7),
    timeZone: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: "IANA name of the zone in which today began; UTC unless said.",
      }),
    ),
  },
  { additionalProperties: false },
);

const stability = { sessions: Count(), reports: Count(), reportRate, crashFree: CrashFree };

export const Stability = Type.Object({
  from: Instant("Beginning of the window."),
  to: Instant(),
  overall: Type.Object(stability),
  builds: Type.Array(Type.Object({ build: BuildCard, ...stability }), {
    description: "The 100 builds with the most sessions in the window, newest first.",
  }),
});

export const StabilityQuery = Type.Object(
  {
    environment: environmentFilter,
    channel: Type.Optional(
      Words([...channelWords, "all"], "One channel, or all; all but dev and qa unless said."),
    ),
    days: days(30),
  },
  { additionalProperties: false },
);
