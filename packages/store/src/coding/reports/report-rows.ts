import type { StoreContext } from "../../context.ts";
import { termTexts } from "../reading/coding-terms.ts";
import type { OpenReport } from "./open-report.ts";
import { type CellPlace, eachOf, readUsage, type SumName } from "./read-usage.ts";
import { dateOf, dateText, isByDate } from "./report-dates.ts";
import { firstDayOf } from "./report-spans.ts";
import { reportSubjects } from "./report-subjects.ts";

/** Which row of a report it is: one member, by the name of the grouping. Null is none. */
export type RowLabel =
  | { readonly date: string }
  | { readonly user_id: string | null }
  | { readonly project_id: string | null }
  | { readonly model: string | null };

export type Sums<Name extends SumName> = Readonly<Record<Name, number>>;

export interface ReportRow<Name extends SumName> {
  readonly label: RowLabel;
  readonly sums: Sums<Name>;
  /** Null for sessions without a call. */
  readonly models: ReadonlyMap<string | null, Sums<Name>>;
}

export interface ReportRows<Name extends SumName> {
  readonly total: Sums<Name>;
  /** Dates in their order, each of the period; others in none. */
  readonly rows: readonly ReportRow<Name>[];
}

/** Sums of a report's period, row by row. */
export async function reportRows<Name extends SumName>(
  context: StoreContext,
  report: OpenReport,
  names: readonly Name[],
): Promise<ReportRows<Name>> {
  const cells = await readUsage(context, report, names);
  const models = await termTexts(
    context,
    cells.map(({ modelId }) => modelId),
  );
  const keyOf = await keysOf(context, report, models);
  const nothing = () => eachOf(names, () => 0);
  type Sum = ReturnType<typeof nothing>;
  const rows = new Map<string | null, { sums: Sum; models: Map<string | null, Sum> }>();
  const rowOf = (key: string | null) => {
    let row = rows.get(key);
    if (!row) rows.set(key, (row = { sums: nothing(), models: new Map() }));
    return row;
  };
  for (const date of report.dates) rowOf(dateText(date));
  const total = nothing();
  for (const cell of cells) {
    const row = rowOf(keyOf(cell));
    const model = models.get(cell.modelId) || null;
    let ofModel = row.models.get(model);
    if (!ofModel) row.models.set(model, (ofModel = nothing()));
    for (const name of names) {
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
  models: ReadonlyMap<number, string>,
): Promise<(cell: CellPlace) => string | null> {
  if (isByDate(grouping)) return (cell) => dateText(dateOf(grouping, dayOfCell(cell)));
  if (grouping === "model") return ({ modelId }) => models.get(modelId) || null;
  const column = grouping === "user" ? "user_id" : "project_id";
  const subjects = await reportSubjects(context, filter).select(["id", column]).execute();
  const texts = new Map(subjects.map((subject) => [subject.id, subject[column]]));
  return ({ subjectId }) => texts.get(subjectId!) || null;
}

const dayOfCell = ({ span, period }: CellPlace): number => {
  if (span.level === "quarter") return span.day;
  return span.level === "month" ? firstDayOf(period!) : period!;
};

function labelOf({ grouping }: OpenReport, key: string | null): RowLabel {
  if (isByDate(grouping)) return { date: key! };
  if (grouping === "model") return { model: key };
  return grouping === "user" ? { user_id: key } : { project_id: key };
}
