import type { Question } from "../../context.ts";
import { reportCards, type ReportCard } from "./cards/report-cards.ts";
import { ownReport } from "./filters/own-report.ts";
import { countRows } from "./pages/count-rows.ts";
import { nextCursor, openPage, type Page, type PageRequest } from "./pages/open-page.ts";

/** The reports that repeat this one, newest first unless asked otherwise. */
export const listReportDuplicates: Question<PageRequest & { report: string }, Page<ReportCard>> = async (
  context,
  { report: id, ...request },
) => {
  const { report } = await ownReport(context, id);
  const page = openPage(context, { question: "listReportDuplicates", within: report.id }, request, {});
  const { order, limit, position } = page;
  const duplicates = context.db.selectFrom("play_reports").where("root_id", "=", report.id);
  const rows = await duplicates
    .$if(position !== undefined, (query) =>
      query.where("id", order === "desc" ? "<" : ">", Number(position![0])),
    )
    .select("id")
    .orderBy("id", order)
    .limit(limit + 1)
    .execute();
  const total = page.total ?? (await countRows(duplicates));
  const shown = rows.slice(0, limit).map((row) => row.id);
  const cards = await reportCards(context, report.project_id, shown);
  return {
    items: [...cards.values()],
    total,
    nextCursor: nextCursor(context, page, total, rows, (row) => [row.id]),
  };
};
