import type { Question } from "../../context.ts";
import { type CountedApiPage, countedApiPage, openApiPage, type PageRequest } from "../../pages/api-page.ts";
import { type CodingFilters, selectCoding } from "../reading/coding-selection.ts";
import { codingTenant } from "../reading/coding-tenant.ts";
import { placeOf, positionOf } from "../reading/reading-place.ts";
import { type CodingSession, codingSessions } from "./coding-session.ts";
import { sessionPage } from "./session-page.ts";
import { placeOfSession } from "./session-rows.ts";
import { sessionTotal } from "./session-total.ts";

/** Sessions by their start, newest first unless asked otherwise. */
export const listCodingSessions: Question<
  PageRequest & CodingFilters,
  CountedApiPage<CodingSession>
> = async (context, { cursor, limit, order, ...given }) => {
  const page = openApiPage(context, "listCodingSessions", { cursor, limit, order }, given);
  const tenant = await codingTenant(context);
  const selection = await selectCoding(context, tenant, page.filters);
  const total = page.total ?? (selection ? await sessionTotal(context, tenant, selection) : 0);
  const after = placeOf(page.position);
  // Of a first page the total says how many rows there are to find.
  const reading = { order: page.order, after, limit: Math.min(page.limit + 1, after ? Infinity : total) };
  const rows = selection && total > 0 ? await sessionPage(context, tenant, selection, reading) : [];
  const items = await codingSessions(context, tenant, rows.slice(0, page.limit));
  return countedApiPage(context, page, total, rows, items, (row) => positionOf(placeOfSession(row)));
};
