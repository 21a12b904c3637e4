import type { Question, StoreContext } from "../../context.ts";
import { aside } from "../../games/questions/filters/aside.ts";
import { countRows } from "../../games/questions/pages/count-rows.ts";
import { type CountedApiPage, countedApiPage, openApiPage, type PageRequest } from "../../pages/api-page.ts";
import { type CodingFilters, selectCoding, selectorsOf } from "../reading/coding-selection.ts";
import { type CodingTenant, codingTenant } from "../reading/coding-tenant.ts";
import { isBeyond, type ListReading, placeOf, positionOf } from "../reading/reading-place.ts";
import { findSession } from "../sessions/find-session.ts";
import type { SessionRow } from "../sessions/session-rows.ts";
import { type CodingEvent, codingEvents } from "./coding-event.ts";
import { eventPage } from "./event-page.ts";
import {
  callPlace,
  type CallRow,
  callsOfSession,
  type EventSelection,
  passing,
  placeOfCall,
  readCalls,
} from "./event-rows.ts";
import { eventTotal } from "./event-total.ts";
import { sessionIdsOf } from "./session-ids.ts";

export interface CodingEventList extends PageRequest, CodingFilters {
  /** Any id of a session; of one that is not there, there are no events. */
  readonly session_id?: string | undefined;
  readonly error_only?: boolean | undefined;
}

/** Filters as a cursor carries them. */
type EventFilters = CodingFilters & {
  readonly session_id?: string | undefined;
  readonly error_only?: string | undefined;
};

/** Calls by their time, newest first unless asked otherwise. */
export const listCodingEvents: Question<CodingEventList, CountedApiPage<CodingEvent>> = async (
  context,
  { cursor, limit, order, error_only, ...given },
) => {
  const filters: EventFilters = { ...given, error_only: error_only === true ? "true" : undefined };
  const page = openApiPage(context, "listCodingEvents", { cursor, limit, order }, filters);
  const tenant = await codingTenant(context);
  const list = await eventList(context, tenant, page.filters);
  const total = page.total ?? (list ? await list.total() : 0);
  const after = placeOf(page.position);
  // Of a first page the total says how many rows there are to find.
  const most = Math.min(page.limit + 1, after ? Infinity : total);
  const rows = list && total > 0 ? await list.read({ order: page.order, after, limit: most }) : [];
  const shown = rows.slice(0, page.limit);
  const sessionIds = await sessionIdsOf(context, shown);
  const items = await codingEvents(context, tenant, shown, (at) => sessionIds[at]!);
  return countedApiPage(context, page, total, rows, items, (row) => positionOf(placeOfCall(row)));
};

interface EventList {
  total(): Promise<number>;
  read(reading: ListReading): Promise<CallRow[]>;
}

/** How the events of some filters are read: those of one session, or of all; undefined where there are none. */
async function eventList(
  context: StoreContext,
  tenant: CodingTenant,
  { session_id, error_only, ...filters }: EventFilters,
): Promise<EventList | undefined> {
  const chosen = await selectCoding(context, tenant, filters);
  if (!chosen) return undefined;
  const selection = { ...chosen, isErrorOnly: error_only !== undefined };
  if (session_id === undefined) {
    return {
      total: async () => await eventTotal(context, tenant, selection),
      read: async (reading) => await eventPage(context, tenant, selection, reading),
    };
  }
  const found = await findSession(context, tenant, session_id);
  return found && eventsOfSession(context, selection, found.session);
}

function eventsOfSession(context: StoreContext, selection: EventSelection, session: SessionRow): EventList {
  const { from, to } = selection.range;
  const calls = passing(selection, callsOfSession(context, session))
    .$if(from !== undefined, (query) => query.where(aside("time"), ">=", from!))
    .$if(to !== undefined, (query) => query.where(aside("time"), "<", to!));
  const isWhole =
    !selection.isErrorOnly && selectorsOf(selection).length === 0 && from === undefined && to === undefined;
  return {
    total: async () => (isWhole ? session.calls : await countRows(calls)),
    async read({ order, after, limit }) {
      const left = after ? calls.where(isBeyond(callPlace, order, after)) : calls;
      return await readCalls(left, order, limit);
    },
  };
}
