import { hourOf } from "../event-time.ts";
import type { SessionClass } from "./changes.ts";
import type { SessionFact } from "./facts.ts";

/** Names a session's place in the hourly roll-up within one group of requests. */
export const sessionHourName = (session: SessionFact, className: SessionClass): string =>
  `${session.environmentId}|${hourOf(session.startedAt)}|${session.buildId}|${session.channel}|${className}`;
