export interface ReportQuery {
  /** Start, in it; a date alone is that day in the organization's time zone. */
  from: string | Date;
  /** End, not in it. */
  to: string | Date;
  group_by?: "day" | "week" | "month" | "user" | "project" | "model" | undefined;
  user_id?: string | undefined;
  project_id?: string | undefined;
  team_id?: string | undefined;
}

export interface Period {
  readonly from: string;
  readonly to: string;
}
