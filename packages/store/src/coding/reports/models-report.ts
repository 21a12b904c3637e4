import type { Question } from "../../context.ts";
import { openReport } from "./open-report.ts";
import { dollars, type ReportHead, reportHead } from "./report-head.ts";
import { compareTexts, inOrder } from "./report-order.ts";
import type { ReportRequest } from "./report-request.ts";
import { reportRows, type RowLabel, type Sums } from "./report-rows.ts";

export interface ModelFigures {
  readonly tokens_in: number;
  readonly tokens_out: number;
  /** Dollars, of the calls whose cost is known. */
  readonly cost_usd: number;
  readonly events: number;
  /** Calls whose cost is not known. */
  readonly unpriced_count: number;
}

export interface ModelsReport extends ReportHead {
  readonly totals: ModelFigures;
  readonly data: readonly (Partial<RowLabel> & {
    readonly model: string;
    readonly share_pct: number;
  } & ModelFigures)[];
}

const names = ["sessions", "calls", "tokensIn", "tokensOut", "cost", "unpriced"] as const;
type Name = (typeof names)[number];

/**
 * Which models were called, most cost first. Grouped otherwise than by model, each row of the grouping has a
 * row for each of its models, and shares are of that row.
 */
export const modelsReport: Question<ReportRequest, ModelsReport> = async (context, request) => {
  const report = await openReport(context, request, "model");
  const { total, rows } = await reportRows(context, report, names);
  const data =
    report.grouping === "model"
      ? modelRows(
          {},
          total,
          rows.flatMap((row) => [...row.models]),
        )
      : inOrder(report, rows, ({ cost }) => cost).flatMap(({ label, sums, models }) =>
          modelRows(label, sums, [...models]),
        );
  return { ...reportHead(report), totals: figures(total), data };
};

function modelRows(
  label: Partial<RowLabel>,
  total: Sums<Name>,
  models: readonly (readonly [string | null, Sums<Name>])[],
): ModelsReport["data"] {
  const share = shareOf(total);
  return models
    .flatMap(([model, sums]) => (model === null || sums.calls === 0 ? [] : [{ model, sums }]))
    .toSorted(
      (a, b) => b.sums.cost - a.sums.cost || b.sums.calls - a.sums.calls || compareTexts(a.model, b.model),
    )
    .map(({ model, sums }) => ({ ...label, model, ...figures(sums), share_pct: share(sums) }));
}

/** Percent of the cost, to the hundredth; where nothing cost anything, of the calls. */
function shareOf(total: Sums<Name>): (sums: Sums<Name>) => number {
  const by = total.cost > 0 ? "cost" : "calls";
  return (sums) => Math.round((sums[by] / total[by]) * 10_000) / 100;
}

const figures = (sums: Sums<Name>): ModelFigures => ({
  tokens_in: sums.tokensIn,
  tokens_out: sums.tokensOut,
  cost_usd: dollars(sums.cost),
  events: sums.calls,
  unpriced_count: sums.unpriced,
});
