export interface ReportQuery {
  /** Start; a date alone is the beginning of that day in the organization's time zone. */
  from: string | Date;
  /** End, exclusive. */
  to: string | Date;
  /** What a row is of: `day` where left out, `model` in the report on models. */
  group_by?: ReportGroup | undefined;
  user_id?: string | undefined;
  project_id?: string | undefined;
  team_id?: string | undefined;
}

export type ReportGroup = "day" | "week" | "month" | "user" | "project" | "model";

interface Report<Totals, Row> {
  /** What was counted: the time asked for, widened to whole quarter hours. */
  readonly period: { readonly from: string; readonly to: string; readonly time_zone: string };
  readonly group_by: ReportGroup;
  readonly totals: Totals;
  readonly data: Row[];
}

/** What a row is of: one of these, as `group_by` says. */
export interface ReportLabel {
  /** The day, or the first one of the week or month. */
  readonly date?: string;
  readonly user_id?: string | null;
  readonly project_id?: string | null;
  readonly model?: string | null;
}

export interface UsageFigures {
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

export interface CostFigures {
  /** Of the calls whose cost is known; `unpriced_count` are not. */
  readonly cost_usd: number;
  readonly sessions: number;
  readonly unpriced_count: number;
}

export interface ModelFigures {
  readonly tokens_in: number;
  readonly tokens_out: number;
  readonly cost_usd: number;
  readonly events: number;
  readonly unpriced_count: number;
}

export type UsageReport = Report<UsageFigures, ReportLabel & UsageFigures>;

export type CostReport = Report<
  CostFigures,
  /** Dollars of each model. */
  ReportLabel & CostFigures & { readonly breakdown: Readonly<Record<string, number>> }
>;

export type ModelsReport = Report<
  ModelFigures,
  /** Percent of the cost. */
  ReportLabel & ModelFigures & { readonly model: string; readonly share_pct: number }
>;

/** A report that is computed apart from its request. */
export interface ReportJob<Result> {
  readonly id: string;
  readonly report: "usage" | "cost" | "models";
  readonly status: "queued" | "running" | "done" | "failed";
  readonly created_at: string;
  readonly finished_at: string | null;
  readonly result: Result | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}
