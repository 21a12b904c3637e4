import { HearthError } from "@hearth/core/errors";

export type ReportGrouping = "day" | "week" | "month" | "user" | "project" | "model";

/** What a report is asked for; ids are those of the wire. */
export interface ReportRequest {
  /** ISO 8601; a date alone is the beginning of that day in the organization's time zone. Required. */
  readonly from?: string | undefined;
  /** The same, exclusive. Required. */
  readonly to?: string | undefined;
  readonly group_by?: ReportGrouping | undefined;
  readonly user_id?: string | undefined;
  readonly project_id?: string | undefined;
  readonly team_id?: string | undefined;
}

export const refusedReport = (path: string, fault: string, mend: string): HearthError =>
  new HearthError("invalid_request", `${path} ${fault}: ${mend}.`, [{ path, message: fault }]);
