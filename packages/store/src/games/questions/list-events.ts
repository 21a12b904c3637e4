import { resolveProject } from "../../access/resolve-project.ts";
import type { Question } from "../../context.ts";
import { eventCards, type EventCard } from "./cards/event-cards.ts";
import { eventRows } from "./events/event-rows.ts";
import { selectEvents, type EventFilters } from "./events/select-events.ts";
import { cursorAt, nextCursor, openPage, type Page, type PageRequest } from "./pages/open-page.ts";

export type EventList = Omit<PageRequest, "order"> & EventFilters & { readonly project: string };

/**
 * Events of a project by receipt, newest first. They are not counted, and where few of many match, a page
 * holds fewer than asked for, or none, and still has a next one.
 */
export const listEvents: Question<EventList, Omit<Page<EventCard>, "total">> = async (context, input) => {
  const { project: name, cursor, limit, ...given } = input;
  const project = await resolveProject(context, name);
  const page = openPage(context, { question: "listEvents", within: project.id }, { cursor, limit }, given);
  const selection = await selectEvents(context, project, page.filters);
  const below = page.position === undefined ? undefined : Number(page.position[0]);
  const { rows, unread } = await eventRows(context, selection, below, page.limit + 1);
  return {
    items: await eventCards(context, project.id, rows.slice(0, page.limit)),
    nextCursor:
      unread === undefined
        ? nextCursor(context, page, null, rows, (row) => [row.id])
        : cursorAt(context, page, null, [unread]),
  };
};
