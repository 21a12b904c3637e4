import { type SelectQueryBuilder, sql } from "kysely";
import type { StoreContext } from "../../context.ts";
import { aside } from "../../games/questions/filters/aside.ts";
import type { Schema } from "../../schema.ts";
import { usageLevels } from "../coding-schema.ts";
import { type CodingSelection, isOfSome, subjectRows } from "./coding-selection.ts";
import { testOf } from "./coding-tenant.ts";
import type { PeriodLevel, PeriodSpan } from "./periods.ts";

/** What a list counts: sessions where they begin, or calls, or calls that failed. */
export type Measure = "sessions" | "calls" | "errors";

export type CellQuery = SelectQueryBuilder<Schema, "coding_usage", object>;

/** All subjects together; kept for every level but quarters. */
const allSubjects = 0;

/** The cells that a selection's calls are counted in: of its subjects, or of all together. */
export function usageCells(
  context: StoreContext,
  selection: CodingSelection,
  level: PeriodLevel | "ever",
  span: PeriodSpan,
): CellQuery {
  if (level === "quarter" && !isOfSome(selection)) return quartersInOrder(context, selection, span);
  const cells = cellsAt(context, level).$if(level === "ever", (query) => query.where("period", "=", 0));
  return within(ofModel(cells, selection), span).where(({ eb }) =>
    isOfSome(selection)
      ? eb("subject_id", "in", subjectRows(context, selection))
      : eb("subject_id", "=", allSubjects),
  );
}

/** The cells of a level of just those subjects that are counted in cells of a larger one. */
export const usageCellsOf = (
  context: StoreContext,
  selection: CodingSelection,
  level: PeriodLevel,
  span: PeriodSpan,
  larger: CellQuery,
): CellQuery => {
  if (!isOfSome(selection)) return usageCells(context, selection, level, span);
  const cells = ofModel(cellsAt(context, level), selection);
  return within(cells, span).where("subject_id", "in", larger.select("subject_id"));
};

/** The same cells of quarters, read in the order of time whomever they are of: for short spans. */
export function quartersInOrder(
  context: StoreContext,
  selection: CodingSelection,
  span: PeriodSpan,
): CellQuery {
  const { user, project, adapter, model } = selection;
  let cells = context.db
    .selectFrom("coding_usage")
    .where("organization_id", "=", context.organizationId)
    .where("test", "=", testOf(context))
    // Said in the text: the index of quarters in their order holds no other level.
    .where("level", "=", sql.lit(usageLevels.quarter));
  if (model !== undefined) cells = cells.where(aside("model_id"), "=", model.id);
  if (isOfSome(selection)) {
    cells = cells.where((eb) =>
      eb.exists(
        eb
          .selectFrom("coding_streams as subject")
          .whereRef("subject.id", "=", aside("coding_usage.subject_id"))
          .$if(user !== undefined, (query) => query.where("subject.user_id", "=", user!.text))
          .$if(project !== undefined, (query) => query.where("subject.project_id", "=", project!.text))
          .$if(adapter !== undefined, (query) => query.where("subject.adapter", "=", adapter!.text))
          .select("subject.id"),
      ),
    );
  }
  return within(cells, span);
}

const cellsAt = (context: StoreContext, level: PeriodLevel | "ever"): CellQuery =>
  context.db
    .selectFrom("coding_usage")
    .where("organization_id", "=", context.organizationId)
    .where("test", "=", testOf(context))
    // As a sum: known as that of quarters, it would be read in the order of time and not by subject.
    .where("level", "=", sql<number>`${usageLevels[level]} + 0`);

const ofModel = (cells: CellQuery, { model }: CodingSelection): CellQuery =>
  model === undefined ? cells : cells.where("model_id", "=", model.id);

const within = (cells: CellQuery, { from, to }: PeriodSpan): CellQuery =>
  cells
    .$if(from !== undefined, (query) => query.where("period", ">=", from!))
    .$if(to !== undefined, (query) => query.where("period", "<", to!));

/** What a measure of cells adds up to. */
export async function sumOf(cells: CellQuery, measure: Measure): Promise<number> {
  const { sum } = await cells
    .select(({ fn }) => fn.sum(measure).as("sum"))
    .$castTo<{ sum: number | string | null }>()
    .executeTakeFirstOrThrow();
  return Number(sum ?? 0);
}

export interface BusyPeriod {
  readonly period: number;
  readonly count: number;
}

/** The periods in which there is something of a measure, in order. */
export async function busyPeriods(
  cells: CellQuery,
  measure: Measure,
  order: "asc" | "desc",
): Promise<BusyPeriod[]> {
  const rows = await cells
    .where(measure, ">", 0)
    .select(({ fn }) => ["period", fn.sum(measure).as("count")])
    .groupBy("period")
    .orderBy("period", order)
    .$castTo<{ period: number; count: number | string }>()
    .execute();
  return rows.map(({ period, count }) => ({ period, count: Number(count) }));
}
