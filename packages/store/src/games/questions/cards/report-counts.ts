import type { StoreContext } from "../../../context.ts";
import type { ReportCard } from "./report-cards.ts";

export type ReportCounts = Pick<ReportCard, "files" | "events" | "exports">;

/** Files, events and exports of reports that were found within their tenant, by row id. */
export async function reportCounts(
  { db }: StoreContext,
  rowIds: readonly number[],
): Promise<(rowId: number) => ReportCounts> {
  const files = await db
    .selectFrom("play_report_attachments as link")
    .leftJoin("play_uploads as upload", "upload.id", "link.upload_id")
    .select((eb) => [
      "link.report_id",
      eb.fn.countAll().as("declared"),
      eb.fn.count("upload.arrived_at").as("arrived"),
    ])
    .where("link.report_id", "in", rowIds)
    .groupBy("link.report_id")
    .execute();
  const events = await db
    .selectFrom("play_report_events")
    .select((eb) => ["report_id", eb.fn.countAll().as("events")])
    .where("report_id", "in", rowIds)
    .groupBy("report_id")
    .execute();
  const exports = await db
    .selectFrom("play_exports")
    .select(["report_id", "provider", "status"])
    .where("report_id", "in", rowIds)
    .orderBy("provider")
    .execute();
  const filesOf = new Map(files.map((row) => [row.report_id, row]));
  const eventsOf = new Map(events.map((row) => [row.report_id, Number(row.events)]));
  const exportsOf = Map.groupBy(exports, (row) => row.report_id);
  return (rowId) => ({
    files: {
      declared: Number(filesOf.get(rowId)?.declared ?? 0),
      arrived: Number(filesOf.get(rowId)?.arrived ?? 0),
    },
    events: eventsOf.get(rowId) ?? 0,
    exports: (exportsOf.get(rowId) ?? []).map(({ provider, status }) => ({ provider, status })),
  });
}
