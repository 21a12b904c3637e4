import { resolveProject } from "../../access/resolve-project.ts";
import type { Question, StoreContext } from "../../context.ts";
import { sessionCards, sessionColumns, type SessionCard, type SessionRow } from "./cards/session-cards.ts";
import { selectSessions, type SessionFilters, type SessionSelection } from "./filters/select-sessions.ts";
import { sessionBranches } from "./filters/session-branches.ts";
import { sessionRows } from "./filters/session-rows.ts";
import { isPast } from "./pages/is-past.ts";
import { nextCursor, openPage, type OpenPage, type Page, type PageRequest } from "./pages/open-page.ts";
import { unpassedRange } from "./pages/unpassed-range.ts";
import { sessionTotal } from "./rollups/session-total.ts";

export type SessionList = PageRequest & SessionFilters & { readonly project: string };

/** Sessions of a project by start, newest first unless asked otherwise. */
export const listSessions: Question<SessionList, Page<SessionCard>> = async (context, input) => {
  const { project: name, cursor, limit, order, ...given } = input;
  const project = await resolveProject(context, name);
  const place = { question: "listSessions", within: project.id };
  const page = openPage(context, place, { cursor, limit, order }, given);
  const selection = await selectSessions(context, project, page.filters);
  const rows = await readPage(context, selection, page);
  const total = page.total ?? (await sessionTotal(context, selection));
  return {
    items: await sessionCards(context, project.id, rows.slice(0, page.limit)),
    total,
    nextCursor: nextCursor(context, page, total, rows, (row) => [row.started_at, row.id]),
  };
};

/** One row more than the page holds, where there is one. */
async function readPage(
  context: StoreContext,
  selection: SessionSelection,
  { order, limit, position }: OpenPage<SessionFilters>,
): Promise<SessionRow[]> {
  const isDown = order === "desc";
  const range = unpassedRange(selection.range, { order, position });
  const rows: SessionRow[] = [];
  for (const branch of sessionBranches(selection)) {
    let query = sessionRows(context, selection, branch, range).select(sessionColumns);
    if (position !== undefined) {
      query = query.where(isPast("started_at", order, [Number(position[0]), Number(position[1])]));
    }
    rows.push(
      ...(await query
        .orderBy("started_at", order)
        .orderBy("id", order)
        .limit(limit + 1)
        .execute()),
    );
  }
  const sign = isDown ? -1 : 1;
  return rows.toSorted((a, b) => sign * (a.started_at - b.started_at || a.id - b.id)).slice(0, limit + 1);
}
