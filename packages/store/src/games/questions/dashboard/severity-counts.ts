import type { Severity } from "../../../schema.ts";
import type { ReportCell } from "../rollups/report-cells.ts";

export type SeverityCounts = Readonly<Record<Severity, number>>;

/** Reports per severity. */
export function bySeverity(cells: readonly ReportCell[]): SeverityCounts {
  const counts: Record<Severity, number> = { low: 0, medium: 0, high: 0, critical: 0 };
  for (const cell of cells) counts[cell.severity] += cell.reports;
  return counts;
}
