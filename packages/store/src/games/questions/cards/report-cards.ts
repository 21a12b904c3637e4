import { formatInstant } from "@hearth/core/time/instant";
import type { StoreContext } from "../../../context.ts";
import type { PlayExportsTable, ReportStatus, Severity } from "../../../schema.ts";
import { buildCards, type BuildCard } from "./build-cards.ts";
import { environmentCards, type EnvironmentCard } from "./environment-cards.ts";
import { reportCounts } from "./report-counts.ts";
import { reportId, reportIds } from "./report-ids.ts";
import { sessionIds } from "./session-ids.ts";
import { aside } from "../filters/aside.ts";

export interface ReportCard {
  readonly id: string;
  readonly title: string;
  /** The beginning of the description. */
  readonly excerpt: string | null;
  readonly severity: Severity;
  readonly status: ReportStatus;
  readonly reporterType: string;
  readonly sourceChannel: string | null;
  readonly environment: EnvironmentCard | null;
  readonly build: BuildCard | null;
  readonly version: string | null;
  readonly platform: string | null;
  readonly channel: string | null;
  readonly scene: string | null;
  readonly sessionId: string | null;
  /** Reports of this issue, itself included; 1 on duplicates. */
  readonly occurrences: number;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  /** The first report of the issue, where this one is a duplicate. */
  readonly rootId: string | null;
  readonly isRegression: boolean;
  readonly files: { readonly declared: number; readonly arrived: number };
  readonly events: number;
  readonly exports: readonly { readonly provider: string; readonly status: PlayExportsTable["status"] }[];
}

const excerptLength = 280;

export const reportColumns = [
  "id",
  "environment_id",
  "session_id",
  "build_id",
  "title",
  "severity",
  "status",
  "reporter_type",
  "source_channel",
  "root_id",
  "regression_of",
  "occurrences",
  "last_seen_at",
  "platform",
  "version",
  "channel",
  "scene",
  "created_at",
] as const;

/** Reports of a project as lists show them, by row id, in the order given. */
export async function reportCards(
  context: StoreContext,
  projectId: number,
  rowIds: readonly number[],
): Promise<ReadonlyMap<number, ReportCard>> {
  if (rowIds.length === 0) return new Map();
  const { db } = context;
  const found = await db
    .selectFrom("play_reports")
    .select(reportColumns)
    .select((eb) =>
      eb.fn<string | null>("substr", ["description", eb.val(1), eb.val(excerptLength)]).as("excerpt"),
    )
    .where(aside("project_id"), "=", projectId)
    .where("id", "in", rowIds)
    .execute();
  const byId = new Map(found.map((row) => [row.id, row]));
  const rows = rowIds.flatMap((id) => byId.get(id) ?? []);
  const environments = await environmentCards(
    context,
    rows.map((row) => row.environment_id),
  );
  const builds = await buildCards(
    context,
    projectId,
    rows.map((row) => row.build_id),
  );
  const sessions = await sessionIds(
    context,
    projectId,
    rows.map((row) => row.session_id),
  );
  const roots = await reportIds(
    context,
    projectId,
    rows.map((row) => row.root_id),
  );
  const counts = await reportCounts(context, rowIds);
  const cards = rows.map((row): [number, ReportCard] => [
    row.id,
    {
      id: reportId(context, row),
      title: row.title,
      excerpt: row.excerpt,
      severity: row.severity,
      status: row.status,
      reporterType: row.reporter_type,
      sourceChannel: row.source_channel,
      environment: environments.get(row.environment_id) ?? null,
      build: row.build_id === null ? null : (builds.get(row.build_id) ?? null),
      version: row.version,
      platform: row.platform,
      channel: row.channel,
      scene: row.scene,
      sessionId: row.session_id === null ? null : (sessions.get(row.session_id) ?? null),
      occurrences: row.occurrences,
      createdAt: formatInstant(row.created_at),
      lastSeenAt: formatInstant(row.last_seen_at),
      rootId: row.root_id === null ? null : (roots.get(row.root_id) ?? null),
      isRegression: row.regression_of !== null,
      ...counts(row.id),
    },
  ]);
  return new Map(cards);
}
