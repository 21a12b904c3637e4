import type { Selectable } from "kysely";
import { HearthError } from "@hearth/core/errors";
import { dayOf } from "@hearth/core/identity/public-id";
import { resolveProject } from "../../access/resolve-project.ts";
import type { Command, StoreContext } from "../../context.ts";
import type { PlayReportsTable, ReportStatus, Severity } from "../../schema.ts";
import { aside } from "../questions/filters/aside.ts";
import { moveReportHours } from "./move-report-hours.ts";

export interface ReportChange {
  /** Id or name. */
  readonly project: string;
  /** Public ids, 1 to 500. */
  readonly reports: readonly string[];
  /** What is absent stays. */
  readonly severity?: Severity | undefined;
  readonly status?: ReportStatus | undefined;
}

export interface UpdatedReport {
  readonly id: string;
  readonly severity: Severity;
  readonly status: ReportStatus;
}

type Report = Pick<
  Selectable<PlayReportsTable>,
  "id" | "environment_id" | "build_id" | "severity" | "status" | "root_id" | "created_at"
>;

const mostReports = 500;

/**
 * Changes severity or status of several reports of a project, all or none. A duplicate keeps its status:
 * the is that of its first report.
 * @throws HearthError `invalid_request`, `not_found` naming the unknown, `conflict` naming the duplicates
 */
export const updateReports: Command<ReportChange, { items: readonly UpdatedReport[] }> = async (
  context,
  input,
) => {
  const { severity, status } = input;
  demandChange(input);
  const project = await resolveProject(context, input.project);
  const reports = await findReports(context, project.id, input.reports);
  if (status !== undefined) demandNoDuplicates(reports);
  const changed = [...reports.values()].filter(
    (report) =>
      (severity !== undefined && severity !== report.severity) ||
      (status !== undefined && status !== report.status),
  );
  if (changed.length > 0) {
    await context.db
      .updateTable("play_reports")
      .set({ ...(severity === undefined ? {} : { severity }), ...(status === undefined ? {} : { status }) })
      .where(aside("project_id"), "=", project.id)
      .where(
        "id",
        "in",
        changed.map(({ id }) => id),
      )
      .execute();
    await moveReportHours(context, project.id, changed, { severity, status });
  }
  return {
    items: Array.from(reports, ([id, report]) => ({
      id,
      severity: severity ?? report.severity,
      status: status ?? report.status,
    })),
  };
};

function demandChange({ reports, severity, status }: ReportChange): void {
  if (reports.length === 0 || reports.length > mostReports) {
    throw refused("reports", `Name 1 to ${mostReports} reports at a time, and not ${reports.length}`);
  }
  if (severity === undefined && status === undefined) {
    throw refused("status", "Nothing is to be changed: send a severity, a status, or both");
  }
  if (status === "duplicate") {
    throw refused(
      "status",
      "A report becomes a duplicate by what it reports, not by hand: choose another status",
    );
  }
}

/** The reports by the ids given, each once. */
async function findReports(
  { db, ids }: StoreContext,
  projectId: number,
  publicIds: readonly string[],
): Promise<ReadonlyMap<string, Report>> {
  const wanted = new Map(publicIds.map((id) => [id.toLowerCase(), ids.decode(id)]));
  const rowIds = Array.from(wanted.values(), (identity) => (identity?.kind === "report" ? identity.row : -1));
  const rows = await db
    .selectFrom("play_reports")
    .select(["id", "environment_id", "build_id", "severity", "status", "root_id", "created_at"])
    .where(aside("project_id"), "=", projectId)
    .where("id", "in", rowIds)
    .execute();
  const byPublicId = new Map(rows.map((row) => [ids.encode("report", dayOf(row.created_at), row.id), row]));
  const unknown = [...wanted.keys()].filter((id) => !byPublicId.has(id));
  if (unknown.length === 0) return byPublicId;
  throw new HearthError(
    "not_found",
    `${unknown.length} of ${wanted.size} reports are not in this project, ${unknown[0]} among them: leave them out, nothing was changed.`,
    unknown.map((id) => ({ path: "reports", message: `${id} is no report of this project` })),
  );
}

function demandNoDuplicates(reports: ReadonlyMap<string, Report>): void {
  const duplicates = [...reports].filter(([, report]) => report.root_id !== null).map(([id]) => id);
  if (duplicates.length === 0) return;
  throw new HearthError(
    "conflict",
    `${duplicates.length} of ${reports.size} reports are duplicates, ${duplicates[0]} among them: change the status of the reports they repeat.`,
    duplicates.map((id) => ({ path: "reports", message: `${id} is a duplicate` })),
  );
}

const refused = (path: string, fault: string): HearthError =>
  new HearthError("invalid_request", `${fault}.`, [{ path, message: fault }]);
