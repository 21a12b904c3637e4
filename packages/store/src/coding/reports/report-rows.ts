import { noUsage, type UsageSums, usageNames } from "@hearth/core/coding/usage-roll-up";
import type { StoreContext } from "../../context.ts";
import type { OpenReport } from "./open-report.ts";
import { modelNames } from "./model-names.ts";
import { readUsage, type UsageCell } from "./read-usage.ts";
import { dateOf, dateText, isByDate } from "./report-dates.ts";
import { firstDayOf } from "./report-spans.ts";
import { reportSubjects } from "./report-subjects.ts";

/** Which row of a report it is: one member, by the name of the grouping. Null is none. */
export type RowLabel =
  | { readonly date: string }
  | { readonly user_id: string | null }
  | { readonly project_id: string | null }
  | { readonly model: string | null };

export interface ReportRow {
  readonly label: RowLabel;
  readonly sums: UsageSums;
  /** Null for sessions without a call. */
  readonly models: ReadonlyMap<string | null, UsageSums>;
}

export interface ReportRows {
  readonly total: UsageSums;
  /** Dates in their order, each of the period; others in none. */
  readonly rows: readonly ReportRow[];
}

/** The usage of a report's period, row by row. */
export async function reportRows(context: StoreContext, report: OpenReport): Promise<ReportRows> {
  const cells = await readUsage(context, report);
  const models = await modelNames(
    context,
    cells.map(({ modelId }) => modelId),
  );
  const keyOf = await keysOf(context, report, models);
  const rows = new Map<string | null, { sums: UsageSums; models: Map<string | null, UsageSums> }>();
  const rowOf = (key: string | null) => {
    let row = rows.get(key);
    if (!row) rows.set(key, (row = { sums: noUsage(), models: new Map() }));
    return row;
  };
  for (const date of report.dates) rowOf(dateText(date));
  const total = noUsage();
  for (const cell of cells) {
    const row = rowOf(keyOf(cell));
    const model = models.get(cell.modelId)!;
    let ofModel = row.models.get(model);
    if (!ofModel) row.models.set(model, (ofModel = noUsage()));
    for (const name of usageNames) {
      total[name] += cell.sums[name];
      row.sums[name] += cell.sums[name];
      ofModel[name] += cell.sums[name];
    }
  }
  return { total, rows: Array.from(rows, ([key, row]) => ({ label: labelOf(report, key), ...row })) };
}

/** What tells the rows of a report apart, for each of its cells. */
async function keysOf(
  context: StoreContext,
  { grouping, filter }: OpenReport,
  models: ReadonlyMap<number, string | null>,
): Promise<(cell: UsageCell) => string | null> {
  if (isByDate(grouping)) return (cell) => dateText(dateOf(grouping, dayOfCell(cell)));
  if (grouping === "model") return ({ modelId }) => models.get(modelId)!;
  const column = grouping === "user" ? "user_id" : "project_id";
  const subjects = await reportSubjects(context, filter).select(["id", column]).execute();
  const texts = new Map(subjects.map((subject) => [subject.id, subject[column]]));
  return ({ subjectId }) => texts.get(subjectId!) || null;
}

const dayOfCell = ({ span, period }: UsageCell): number => {
  if (span.level === "quarter") return span.day;
  return span.level === "month" ? firstDayOf(period!) : period!;
};

function labelOf({ grouping }: OpenReport, key: string | null): RowLabel {
  if (isByDate(grouping)) return { date: key! };
  if (grouping === "model") return { model: key };
  return grouping === "user" ? { user_id: key } : { project_id: key };
}
