import type { Question } from "../../context.ts";
import { type CodingEvent, codingEvents, shownColumns } from "../events/coding-event.ts";
import type { CodingSignal } from "../events/coding-signal.ts";
import { callsOfSession } from "../events/event-rows.ts";
import { timelineItems, timelineRows, type TimelineType } from "../events/session-timeline.ts";
import { codingTenant } from "../reading/coding-tenant.ts";
import { type CodingSession, codingSessions } from "./coding-session.ts";
import { ownSession } from "./find-session.ts";

export interface CodingSessionDetails extends CodingSession {
  /** In the order of time. */
  readonly signals: readonly (CodingEvent | CodingSignal)[];
}

/** A session by any id that was ever derived from one of its calls, with all its calls, or all its signals. */
export const getCodingSession: Question<
  { readonly session: string; readonly type?: TimelineType | undefined },
  CodingSessionDetails
> = async (context, { session: id, type = "calls" }) => {
  const tenant = await codingTenant(context);
  const found = await ownSession(context, tenant, id);
  const [session] = await codingSessions(context, tenant, [found.session]);
  if (type === "calls") {
    const calls = callsOfSession(context, found.session).orderBy("time").orderBy("hash");
    const rows = await calls.select(shownColumns).execute();
    return { ...session!, signals: await codingEvents(context, tenant, rows, () => session!.id) };
  }
  const reading = { type, order: "asc", after: undefined, limit: undefined } as const;
  const rows = await timelineRows(context, tenant, found, reading);
  return { ...session!, signals: await timelineItems(context, tenant, found, rows) };
};
