import type { UsageSums } from "@hearth/core/coding/usage-roll-up";
import { sql } from "kysely";
import type { StoreContext } from "../../context.ts";
import { testOf } from "../reading/coding-tenant.ts";
import type { CodingUsageTable } from "../coding-schema.ts";
import type { OpenReport } from "./open-report.ts";
import { isByDate } from "./report-dates.ts";
import { levelOf, type ReportSpan, reportSpans } from "./report-spans.ts";
import { reportSubjects } from "./report-subjects.ts";

export type SumName = keyof UsageSums;

/** A span and model, apart by period or subject where the report's rows need it. */
export interface CellPlace {
  readonly span: ReportSpan;
  readonly period: number | undefined;
  readonly subjectId: number | undefined;
  readonly modelId: number;
}

export interface UsageCell<Name extends SumName> extends CellPlace {
  readonly sums: Readonly<Record<Name, number>>;
}

const columns = {
  sessions: "sessions",
  calls: "calls",
  tokensIn: "tokens_in",
  tokensOut: "tokens_out",
  cacheRead: "cache_read",
  cacheWrite: "cache_write",
  reasoning: "reasoning",
  cost: "cost",
  unpriced: "unpriced",
  errors: "errors",
} as const satisfies Record<SumName, keyof CodingUsageTable>;

/** All subjects together; kept for days and months. */
const allSubjects = 0;

/** @param names the sums that are read: each further one is carried through the sorting of all cells */
export async function readUsage<Name extends SumName>(
  context: StoreContext,
  report: OpenReport,
  names: readonly Name[],
): Promise<UsageCell<Name>[]> {
  const { calendar, grouping, period } = report;
  const withMonths = grouping !== "day" && grouping !== "week";
  const cells: UsageCell<Name>[] = [];
  for (const span of reportSpans(period, calendar, withMonths)) {
    for (const row of await usageOf(context, report, span, names).execute()) {
      const sums = eachOf(names, (name) => Number(row[name]));
      cells.push({ span, period: row.period, subjectId: row.subject_id, modelId: row.model_id, sums });
    }
  }
  return cells;
}

/** An object with a number for each name. */
export const eachOf = <Name extends string>(
  names: readonly Name[],
  read: (name: Name) => number,
): Record<Name, number> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, number>;

/** By the table's key, or for quarter hours of everybody by their own index: never by reading on. */
function usageOf(
  context: StoreContext,
  { grouping, filter }: OpenReport,
  span: ReportSpan,
  names: readonly SumName[],
) {
  const isBySubject = grouping === "user" || grouping === "project";
  const isOfAll = Object.values(filter).every((chosen) => chosen === undefined);
  return (
    context.db
      .selectFrom("coding_usage")
      .where("organization_id", "=", context.organizationId)
      .where("test", "=", testOf(context))
      // Said in the text: an index of one level serves no statement whose level is yet to come.
      .where("level", "=", sql.lit(levelOf(span)))
      .where("period", ">=", span.from)
      .where("period", "<", span.to)
      .$if(isOfAll && !isBySubject && span.level !== "quarter", (query) =>
        query.where("subject_id", "=", allSubjects),
      )
      .$if(!isOfAll || isBySubject, (query) =>
        query.where("subject_id", "in", reportSubjects(context, filter).select("id")),
      )
      .select((eb) => names.map((name) => eb.fn.sum(columns[name]).as(name)))
      .select("model_id")
      .groupBy("model_id")
      .$if(isByDate(grouping) && span.level !== "quarter", (query) =>
        query.select("period").groupBy("period"),
      )
      .$if(isBySubject, (query) => query.select("subject_id").groupBy("subject_id"))
  );
}
