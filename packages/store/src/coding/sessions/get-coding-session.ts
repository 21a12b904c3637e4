import type { Question } from "../../context.ts";
import type { CodingEvent } from "../events/coding-event.ts";
import type { CodingSignal } from "../events/coding-signal.ts";
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
  const rows = await timelineRows(context, tenant, found, {
    type,
    order: "asc",
    after: undefined,
    limit: undefined,
  });
  return { ...session!, signals: await timelineItems(context, tenant, found, rows) };
};
