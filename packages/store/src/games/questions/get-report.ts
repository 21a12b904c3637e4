import type { Question, StoreContext } from "../../context.ts";
import { JsonText } from "../../json-text.ts";
import { eventCards, type EventCard } from "./cards/event-cards.ts";
import { reportCards, type ReportCard } from "./cards/report-cards.ts";
import { reportExports, type ReportExport } from "./cards/report-exports.ts";
import { uploadCard, type UploadCard } from "./cards/upload-card.ts";
import { sessionCards, type SessionCard } from "./cards/session-cards.ts";
import { countRows } from "./pages/count-rows.ts";
import { ownReport, type OwnReport } from "./filters/own-report.ts";
import { aside } from "./filters/aside.ts";

/** Another report as this one's page names it. */
export type LinkedReport = Pick<
  ReportCard,
  "id" | "title" | "status" | "severity" | "createdAt" | "occurrences"
>;

export interface ReportDetails extends Omit<ReportCard, "events" | "exports" | "rootId" | "isRegression"> {
  readonly project: { readonly id: string; readonly name: string };
  readonly description: string | null;
  readonly fingerprint: string | null;
  readonly session: SessionCard | null;
  /** As sent. */
  readonly context: JsonText | null;
  /** What was mended when it arrived. */
  readonly warnings: JsonText;
  /** The first 200 of `eventCount`; those that retention removed are not among them. */
  readonly events: readonly EventCard[];
  readonly eventCount: number;
  readonly attachments: readonly UploadCard[];
  /** The first report of the issue, where this one is a duplicate. */
  readonly root: LinkedReport | null;
  /** The closed report whose issue this one is again. */
  readonly regressionOf: LinkedReport | null;
  /** The newest 20 of `duplicateCount`. */
  readonly duplicates: readonly LinkedReport[];
  readonly duplicateCount: number;
  readonly exports: readonly ReportExport[];
}

const mostEvents = 200;
const mostDuplicates = 20;

/** Everything about a report, by its public id. */
export const getReport: Question<{ report: string }, ReportDetails> = async (context, input) => {
  const own = await ownReport(context, input.report);
  const { report, project } = own;
  const related = await relatedReports(context, own);
  const cards = await reportCards(context, report.project_id, [report.id, ...related.rowIds]);
  const {
    events,
    exports: _exports,
    rootId: _root,
    isRegression: _regression,
    ...card
  } = cards.get(report.id)!;
  const linked = (id: number | null): LinkedReport | null => {
    const found = id === null ? undefined : cards.get(id);
    return found ? linkedReport(found) : null;
  };
  return {
    ...card,
    project,
    description: report.description,
    fingerprint: report.fingerprint,
    session: await sessionOf(context, own),
    context: report.context === null ? null : new JsonText(report.context),
    warnings: new JsonText(report.warnings ?? "[]"),
    events: await eventsOf(context, own),
    eventCount: events,
    attachments: await attachmentsOf(context, own),
    root: linked(report.root_id),
    regressionOf: linked(report.regression_of),
    duplicates: related.duplicates.flatMap((id) => linked(id) ?? []),
    duplicateCount: related.duplicateCount,
    exports: await reportExports(context, report.id),
  };
};

const linkedReport = ({ id, title, status, severity, createdAt, occurrences }: ReportCard): LinkedReport => ({
  id,
  title,
  status,
  severity,
  createdAt,
  occurrences,
});

async function relatedReports({ db }: StoreContext, { report }: OwnReport) {
  const duplicates = db.selectFrom("play_reports").where("root_id", "=", report.id);
  const newest = await duplicates.select("id").orderBy("id", "desc").limit(mostDuplicates).execute();
  const duplicateIds = newest.map(({ id }) => id);
  return {
    duplicates: duplicateIds,
    duplicateCount: await countRows(duplicates),
    rowIds: [report.root_id, report.regression_of, ...duplicateIds].filter((id) => id !== null),
  };
}

async function sessionOf(context: StoreContext, { report }: OwnReport): Promise<SessionCard | null> {
  if (report.session_id === null) return null;
  const rows = await context.db
    .selectFrom("play_sessions")
    .selectAll()
    .where(aside("project_id"), "=", report.project_id)
    .where("id", "=", report.session_id)
    .execute();
  const [card] = await sessionCards(context, report.project_id, rows);
  return card ?? null;
}

async function eventsOf(context: StoreContext, { report }: OwnReport): Promise<EventCard[]> {
  const rows = await context.db
    .selectFrom("play_report_events as link")
    .innerJoin("play_events as event", "event.id", "link.event_id")
    .selectAll("event")
    .where("link.report_id", "=", report.id)
    .orderBy("link.position")
    .limit(mostEvents)
    .execute();
  return eventCards(context, report.project_id, rows);
}

async function attachmentsOf(context: StoreContext, { report }: OwnReport): Promise<UploadCard[]> {
  const rows = await context.db
    .selectFrom("play_report_attachments as link")
    .innerJoin("play_uploads as upload", "upload.id", "link.upload_id")
    .selectAll("upload")
    .where("link.report_id", "=", report.id)
    .orderBy("link.position")
    .execute();
  return rows.map((row) => uploadCard(context, row));
}
