import { type UsageSums, usageNames } from "@hearth/core/coding/usage-roll-up";
import { sql } from "kysely";
import type { StoreContext } from "../../context.ts";
import type { CodingUsageTable } from "../coding-schema.ts";
import type { OpenReport } from "./open-report.ts";
import { isByDate } from "./report-dates.ts";
import { levelOf, type ReportSpan, reportSpans } from "./report-spans.ts";
import { reportSubjects } from "./report-subjects.ts";

/** What a span adds up to for one model, apart by period or subject where the report's rows need it. */
export interface UsageCell {
  readonly span: ReportSpan;
  readonly period: number | undefined;
  readonly subjectId: number | undefined;
  readonly modelId: number;
  readonly sums: UsageSums;
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
} as const satisfies Record<keyof UsageSums, keyof CodingUsageTable>;

/** All subjects together; kept for days and months. */
const allSubjects = 0;

export async function readUsage(context: StoreContext, report: OpenReport): Promise<UsageCell[]> {
  const { calendar, grouping, period } = report;
  const withMonths = grouping !== "day" && grouping !== "week";
  const cells: UsageCell[] = [];
  for (const span of reportSpans(period, calendar, withMonths)) {
    for (const row of await usageOf(context, report, span).execute()) {
      const sums = Object.fromEntries(usageNames.map((name) => [name, Number(row[name])]));
      cells.push({
        span,
        period: row.period,
        subjectId: row.subject_id,
        modelId: row.model_id,
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        sums: sums as unknown as UsageSums,
      });
    }
  }
  return cells;
}

/** By the table's key, or for quarter hours of everybody by their own index: never by reading on. */
function usageOf(context: StoreContext, { grouping, filter }: OpenReport, span: ReportSpan) {
  const isBySubject = grouping === "user" || grouping === "project";
  const isOfAll = Object.values(filter).every((chosen) => chosen === undefined);
  return (
    context.db
      .selectFrom("coding_usage")
      .where("organization_id", "=", context.organizationId)
      .where("test", "=", context.mode === "test" ? 1 : 0)
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
      .select((eb) => usageNames.map((name) => eb.fn.sum(columns[name]).as(name)))
      .select("model_id")
      .groupBy("model_id")
      .$if(isByDate(grouping) && span.level !== "quarter", (query) =>
        query.select("period").groupBy("period"),
      )
      .$if(isBySubject, (query) => query.select("subject_id").groupBy("subject_id"))
  );
}
