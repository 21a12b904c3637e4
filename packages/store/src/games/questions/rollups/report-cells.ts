import type { StoreContext } from "../../../context.ts";
import type { Severity } from "../../../schema.ts";
import type { TimeRange } from "../filters/time-range.ts";
import { hourRange } from "./hour-range.ts";
import { reportHours } from "./report-hours.ts";
import type { RollUpPlace } from "./roll-up-place.ts";
import { aside } from "../filters/aside.ts";

/** Reports received in a range, duplicates included. */
export interface ReportCell {
  readonly environmentId: number;
  /** 0 for none. */
  readonly buildId: number;
  readonly severity: Severity;
  readonly reports: number;
}

/** What was reported in a place within a range: from the roll-ups, and from rows at the ends of the range. */
export async function reportCells(
  context: StoreContext,
  place: RollUpPlace,
  range: TimeRange,
): Promise<ReportCell[]> {
  const { hours, edges } = hourRange(range);
  const cells: ReportCell[] = [];
  if (hours !== null) {
    const rows = await reportHours(context, place, hours)
      .select((eb) => ["environment_id", "build_id", "severity", eb.fn.sum("reports").as("reports")])
      .groupBy(["environment_id", "build_id", "severity"])
      .execute();
    cells.push(...rows.map(cellOf));
  }
  for (const edge of edges) {
    const rows = await context.db
      .selectFrom("play_reports")
      .select((eb) => ["environment_id", "build_id", "severity", eb.fn.countAll().as("reports")])
      .where("project_id", "=", place.projectId)
      .where(aside("environment_id"), "in", place.environmentIds)
      .where("created_at", ">=", edge.from)
      .where("created_at", "<", edge.to)
      .groupBy(["environment_id", "build_id", "severity"])
      .execute();
    cells.push(...rows.map(cellOf));
  }
  return cells;
}

export const sumReports = (cells: readonly ReportCell[]): number =>
  cells.reduce((sum, cell) => sum + cell.reports, 0);

const cellOf = (row: {
  readonly environment_id: number;
  readonly build_id: number | null;
  readonly severity: Severity;
  readonly reports: number | string | bigint;
}): ReportCell => ({
  environmentId: row.environment_id,
  buildId: row.build_id ?? 0,
  severity: row.severity,
  reports: Number(row.reports),
});
