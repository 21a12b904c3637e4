import { resolveProject } from "../../access/resolve-project.ts";
import type { Question } from "../../context.ts";
import { reportCards, type ReportCard } from "./cards/report-cards.ts";
import { reportRows } from "./filters/report-rows.ts";
import { selectReports, type ReportFilters } from "./filters/select-reports.ts";
import { isPast } from "./pages/is-past.ts";
import { nextCursor, openPage, type Page, type PageRequest } from "./pages/open-page.ts";
import { unpassedRange } from "./pages/unpassed-range.ts";
import { reportTotal } from "./rollups/report-total.ts";

export type ReportList = PageRequest & ReportFilters & { readonly project: string };

/** Reports of a project by receipt, newest first unless asked otherwise. */
export const listReports: Question<ReportList, Page<ReportCard>> = async (context, input) => {
  const { project: name, cursor, limit, order, ...given } = input;
  const project = await resolveProject(context, name);
  const place = { question: "listReports", within: project.id };
  const page = openPage(context, place, { cursor, limit, order }, given);
  const selection = await selectReports(context, project, page.filters);
  const { position } = page;
  const rows = await reportRows(context, selection, unpassedRange(selection.range, page))
    .$if(position !== undefined, (query) =>
      query.where(isPast("created_at", page.order, [Number(position![0]), Number(position![1])])),
    )
    .select(["id", "created_at"])
    .orderBy("created_at", page.order)
    .orderBy("id", page.order)
    .limit(page.limit + 1)
    .execute();
  const total = page.total ?? (await reportTotal(context, selection));
  const shown = rows.slice(0, page.limit).map((row) => row.id);
  const cards = await reportCards(context, project.id, shown);
  return {
    items: [...cards.values()],
    total,
    nextCursor: nextCursor(context, page, total, rows, (row) => [row.created_at, row.id]),
  };
};
