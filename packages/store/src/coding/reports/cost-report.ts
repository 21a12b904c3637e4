import type { Question } from "../../context.ts";
import { openReport } from "./open-report.ts";
import { dollars, type ReportHead, reportHead } from "./report-head.ts";
import { compareTexts, inOrder } from "./report-order.ts";
import type { ReportRequest } from "./report-request.ts";
import { type ReportRow, reportRows, type RowLabel, type Sums } from "./report-rows.ts";

export interface CostFigures {
  /** Dollars, of the calls whose cost is known. */
  readonly cost_usd: number;
  /** Those that began in the period. */
  readonly sessions: number;
  /** Calls whose cost is not known. */
  readonly unpriced_count: number;
}

export interface CostReport extends ReportHead {
  readonly totals: CostFigures;
  readonly data: readonly (RowLabel &
    CostFigures & { readonly breakdown: Readonly<Record<string, number>> })[];
}

const names = ["sessions", "calls", "cost", "unpriced"] as const;
type Name = (typeof names)[number];

/** What it cost, and for which models. Most cost first where rows are not by date. */
export const costReport: Question<ReportRequest, CostReport> = async (context, request) => {
  const report = await openReport(context, request, "day");
  const { total, rows } = await reportRows(context, report, names);
  const ordered = inOrder(report, rows, ({ cost }) => cost);
  return {
    ...reportHead(report),
    totals: figures(total),
    data: ordered.map((row) => ({ ...row.label, ...figures(row.sums), breakdown: breakdown(row) })),
  };
};

const figures = ({ cost, sessions, unpriced }: Sums<Name>): CostFigures => ({
  cost_usd: dollars(cost),
  sessions,
  unpriced_count: unpriced,
});

/** Dollars of each model that was called, most cost first. */
function breakdown({ models }: ReportRow<Name>): Record<string, number> {
  const called = [...models].flatMap(([model, { calls, cost }]): [string, number][] =>
    model === null || calls === 0 ? [] : [[model, cost]],
  );
  called.sort(([a, costOfA], [b, costOfB]) => costOfB - costOfA || compareTexts(a, b));
  return Object.fromEntries(called.map(([model, cost]) => [model, dollars(cost)]));
}
