import type { Question } from "../../context.ts";
import { codingTenant } from "../reading/coding-tenant.ts";
import { findKeyed } from "../reading/find-keyed.ts";
import { notFound } from "../sessions/find-session.ts";
import { type CodingEvent, codingEvents } from "./coding-event.ts";
import { type CodingSignal, codingSignals } from "./coding-signal.ts";
import { sessionIdsOf, sessionOfSignal } from "./session-ids.ts";

/** A call by the id of any of its keys, or any signal by what its receipt called it. */
export const getCodingEvent: Question<{ readonly event: string }, CodingEvent | CodingSignal> = async (
  context,
  { event: id },
) => {
  const tenant = await codingTenant(context);
  const found = id.startsWith("sess_") ? undefined : await findKeyed(context, tenant, id);
  if (!found) throw notFound("event", id, context);
  if ("call" in found) {
    const [session] = await sessionIdsOf(context, [found.call]);
    const [event] = await codingEvents(context, tenant, [found.call], () => session!);
    return event!;
  }
  const session = await sessionOfSignal(context, tenant, found.signal);
  const [signal] = await codingSignals(context, tenant, [found.signal], session);
  return signal!;
};
