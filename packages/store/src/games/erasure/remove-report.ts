import type { RemovalContext } from "./context.ts";
import { closeRowKeys } from "./keys.ts";
import { leaveIssue, type Report } from "./leave-issue.ts";
import { removeUploads } from "./remove-uploads.ts";
import type { Removed } from "./removed.ts";
import { discountReport } from "./roll-ups.ts";

/** Removes a report and the files that only it names. The events it links stay with their session. */
export async function removeReport(
  context: RemovalContext,
  report: Report,
): Promise<Pick<Removed, "reports" | "uploads">> {
  const { db } = context;
  await leaveIssue(db, report);
  await discountReport(db, report);
  const uploads = await removeAttachments(context, report);
  await db.deleteFrom("play_report_events").where("report_id", "=", report.id).execute();
  await db.deleteFrom("play_report_words").where("report_id", "=", report.id).execute();
  await db.deleteFrom("play_exports").where("report_id", "=", report.id).execute();
  await closeRowKeys(db, "report", report);
  if (report.session_id !== null) {
    await db
      .updateTable("play_sessions")
      .set((row) => ({ report_count: row("report_count", "-", 1) }))
      .where("id", "=", report.session_id)
      .where("project_id", "=", report.project_id)
      .execute();
  }
  await db.deleteFrom("play_reports").where("id", "=", report.id).execute();
  return { reports: 1, uploads };
}

async function removeAttachments(context: RemovalContext, report: Report): Promise<number> {
  const { db } = context;
  const uploads = await db
    .selectFrom("play_report_attachments as attachment")
    .innerJoin("play_uploads as upload", "upload.id", "attachment.upload_id")
    .select(["upload.id", "upload.storage_key", "upload.session_id"])
    .distinct()
    .where("attachment.report_id", "=", report.id)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom("play_report_attachments as other")
            .select("other.report_id")
            .whereRef("other.upload_id", "=", "attachment.upload_id")
            .where("other.report_id", "!=", report.id),
        ),
      ),
    )
    .execute();
  await db.deleteFrom("play_report_attachments").where("report_id", "=", report.id).execute();
  await removeUploads(context, uploads);
  for (const [session, own] of Map.groupBy(uploads, ({ session_id }) => session_id)) {
    if (session === null) continue;
    await db
      .updateTable("play_sessions")
      .set((row) => ({ upload_count: row("upload_count", "-", own.length) }))
      .where("id", "=", session)
      .where("project_id", "=", report.project_id)
      .execute();
  }
  return uploads.length;
}
