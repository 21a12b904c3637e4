import type { OpenReport } from "./open-report.ts";
import type { SumName } from "./read-usage.ts";
import type { ReportRow, RowLabel, Sums } from "./report-rows.ts";

/** Rows by date as they are, others by weight: the heaviest first, then by name; those without use are left out. */
export function inOrder<Name extends SumName>(
  { dates }: OpenReport,
  rows: readonly ReportRow<Name | "calls" | "sessions">[],
  weight: (sums: Sums<Name>) => number,
): readonly ReportRow<Name | "calls" | "sessions">[] {
  if (dates.length > 0) return rows;
  return rows
    .filter(({ sums }) => sums.calls > 0 || sums.sessions > 0)
    .toSorted((a, b) => weight(b.sums) - weight(a.sums) || compareTexts(nameOf(a), nameOf(b)));
}

const nameOf = ({ label }: { label: RowLabel }): string => Object.values(label)[0] ?? "";

/** By code unit, whatever the language of the machine. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
