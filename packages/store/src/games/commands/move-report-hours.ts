import { hourOf } from "@hearth/core/games/event-time";
import type { StoreContext } from "../../context.ts";
import type { PlayReportHoursTable, PlayReportsTable, ReportStatus, Severity } from "../../schema.ts";
import type { Selectable } from "kysely";

type Report = Pick<
  Selectable<PlayReportsTable>,
  "environment_id" | "build_id" | "severity" | "status" | "created_at"
>;
type Key = Omit<PlayReportHoursTable, "reports">;

/** Moves reports of a project between the cells of their hourly roll-up, as their change moves them. */
export async function moveReportHours(
  { db }: Pick<StoreContext, "db">,
  projectId: number,
  reports: readonly Report[],
  change: { readonly severity?: Severity | undefined; readonly status?: ReportStatus | undefined },
): Promise<void> {
  const moves = new Map<string, { key: Key; by: number }>();
  const note = (key: Key, by: number) => {
    const name = Object.values(key).join("|");
    const move = moves.get(name);
    if (move) move.by += by;
    else moves.set(name, { key, by });
  };
  for (const report of reports) {
    const place = {
      project_id: projectId,
      environment_id: report.environment_id,
      hour: hourOf(report.created_at),
      build_id: report.build_id ?? 0,
    };
    note({ ...place, severity: report.severity, status: report.status }, -1);
    note(
      { ...place, severity: change.severity ?? report.severity, status: change.status ?? report.status },
      1,
    );
  }
  for (const { key, by } of moves.values()) {
    if (by === 0) continue;
    await db
      .insertInto("play_report_hours")
      .values({ ...key, reports: by })
      .onConflict((clash) =>
        clash
          .columns(["project_id", "environment_id", "hour", "build_id", "severity", "status"])
          .doUpdateSet((eb) => ({ reports: eb("play_report_hours.reports", "+", by) })),
      )
      .execute();
    if (by < 0) await removeEmpty(db, key);
  }
}

async function removeEmpty(db: StoreContext["db"], key: Key): Promise<void> {
  await db
    .deleteFrom("play_report_hours")
    .where((row) => row.and(key))
    .where("reports", "<=", 0)
    .execute();
}
