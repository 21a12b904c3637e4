import type { Question } from "../../context.ts";
import { openReport } from "./open-report.ts";
import { type ReportHead, reportHead } from "./report-head.ts";
import { inOrder } from "./report-order.ts";
import type { ReportRequest } from "./report-request.ts";
import { reportRows, type RowLabel, type Sums } from "./report-rows.ts";

export interface UsageFigures {
  /** The whole prompts; what was cached is part of it. */
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cache_read_tokens: number;
  readonly cache_write_tokens: number;
  readonly reasoning_tokens: number;
  /** Those that began in the period. */
  readonly sessions: number;
  readonly events: number;
  readonly error_count: number;
}

export interface UsageReport extends ReportHead {
  readonly totals: UsageFigures;
  readonly data: readonly (RowLabel & UsageFigures)[];
}

const names = [
  "sessions",
  "calls",
  "tokensIn",
  "tokensOut",
  "cacheRead",
  "cacheWrite",
  "reasoning",
  "errors",
] as const;

/** What was used: tokens, sessions, calls. Most tokens first where rows are not by date. */
export const usageReport: Question<ReportRequest, UsageReport> = async (context, request) => {
  const report = await openReport(context, request, "day");
  const { total, rows } = await reportRows(context, report, names);
  const ordered = inOrder(report, rows, ({ tokensIn, tokensOut }) => tokensIn + tokensOut);
  return {
    ...reportHead(report),
    totals: figures(total),
    data: ordered.map(({ label, sums }) => ({ ...label, ...figures(sums) })),
  };
};

const figures = (sums: Sums<(typeof names)[number]>): UsageFigures => ({
  tokens_in: sums.tokensIn,
  tokens_out: sums.tokensOut,
  cache_read_tokens: sums.cacheRead,
  cache_write_tokens: sums.cacheWrite,
  reasoning_tokens: sums.reasoning,
  sessions: sums.sessions,
  events: sums.calls,
  error_count: sums.errors,
});
