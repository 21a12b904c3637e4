import type { StoreContext } from "../../../context.ts";
import { reportRows } from "../filters/report-rows.ts";
import type { ReportSelection } from "../filters/select-reports.ts";
import { countRows } from "../pages/count-rows.ts";
import { hourRange } from "./hour-range.ts";
import { reportHours } from "./report-hours.ts";

/** How many reports a selection has now: from the roll-ups where they can tell, else from rows. */
export async function reportTotal(context: StoreContext, selection: ReportSelection): Promise<number> {
  if (!isRolledUp(selection)) return countRows(reportRows(context, selection, selection.range));
  const { hours, edges } = hourRange(selection.range);
  let total = 0;
  for (const edge of edges) total += await countRows(reportRows(context, selection, edge));
  if (hours === null) return total;
  const { buildId, severity, status } = selection;
  const { reports } = await reportHours(context, selection, hours)
    .$if(buildId !== undefined, (query) => query.where("build_id", "=", buildId!))
    .$if(severity !== undefined, (query) => query.where("severity", "=", severity!))
    .$if(status !== undefined, (query) => query.where("status", "=", status!))
    .select((eb) => eb.fn.sum("reports").as("reports"))
    .executeTakeFirstOrThrow();
  return total + Number(reports);
}

const isRolledUp = ({
  version,
  platform,
  channel,
  exportStatus,
  provider,
  sessionId,
  search,
}: ReportSelection) =>
  [version, platform, channel, exportStatus, provider, sessionId, search].every(
    (filter) => filter === undefined,
  );
