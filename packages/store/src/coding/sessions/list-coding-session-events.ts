import type { Question } from "../../context.ts";
import type { Cursor } from "../../cursor.ts";
import { type CountedApiPage, countedApiPage, openApiPage, type PageRequest } from "../../pages/api-page.ts";
import type { CodingEvent } from "../events/coding-event.ts";
import type { CodingSignal } from "../events/coding-signal.ts";
import {
  placeOfRow,
  timelineItems,
  type TimelinePlace,
  timelineRows,
  timelineTotal,
  type TimelineType,
} from "../events/session-timeline.ts";
import { codingTenant } from "../reading/coding-tenant.ts";
import { ownSession } from "./find-session.ts";

export interface CodingSessionEventList extends PageRequest {
  readonly session: string;
  readonly type?: TimelineType | undefined;
}

/** What a session is made of in pages, oldest first unless asked otherwise: its calls, or all its signals. */
export const listCodingSessionEvents: Question<
  CodingSessionEventList,
  CountedApiPage<CodingEvent | CodingSignal>
> = async (context, { session, type: given, ...request }) => {
  const page = openApiPage(context, "listCodingSessionEvents", request, { session, type: given }, "asc");
  const type = page.filters.type ?? "calls";
  const tenant = await codingTenant(context);
  const found = await ownSession(context, tenant, session);
  const total = page.total ?? (await timelineTotal(context, tenant, found, type));
  const reading = { type, order: page.order, after: placeOf(page.position), limit: page.limit + 1 };
  const rows = await timelineRows(context, tenant, found, reading);
  const items = await timelineItems(context, tenant, found, rows.slice(0, page.limit));
  return countedApiPage(context, page, total, rows, items, (row) => positionOf(placeOfRow(row)));
};

const positionOf = ({ time, isSignal, hash }: TimelinePlace): Cursor["position"] => [
  time,
  isSignal ? 1 : 0,
  Buffer.from(hash).toString("hex"),
];

const placeOf = (position: Cursor["position"] | undefined): TimelinePlace | undefined =>
  position && {
    time: Number(position[0]),
    isSignal: position[1] === 1,
    hash: Buffer.from(String(position[2]), "hex"),
  };
