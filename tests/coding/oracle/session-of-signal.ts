import { sessionTimeout } from "../history-sketch.ts";
import type { SentItem } from "../signal-item.ts";
import type { ForetoldCall } from "./calls-of-reports.ts";
import type { ForetoldSession } from "./sort-and-scan.ts";

/** Whose call it is, by what and in what. */
export const subjectOf = ({ user, adapter, project }: ForetoldCall): string =>
  JSON.stringify([user, adapter, project]);

/**
 * The session that a signal is shown with: its own, else the one before it, else the one after it, if near.
 * @param signals that are no calls, among them the ends
 */
export function sessionOfSignal(
  { user, time, item }: SentItem,
  sessions: readonly ForetoldSession[],
  signals: readonly SentItem[],
): string | undefined {
  if (item.session_id !== undefined) return item.session_id;
  const stream = JSON.stringify([user, item.adapter, item.project_id ?? null]);
  const own = sessions
    .filter(({ calls: [first] }) => first?.session === null && subjectOf(first) === stream)
    .toSorted((a, b) => a.calls[0]!.time - b.calls[0]!.time);
  const ends = signals.filter(
    (end) =>
      end.item.type === "session-end" &&
      end.item.session_id === undefined &&
      JSON.stringify([end.user, end.item.adapter, end.item.project_id ?? null]) === stream,
  );
  const isNear = (from: number, to: number): boolean =>
    to - from < sessionTimeout && !ends.some((end) => from <= end.time && end.time < to);
  const before = own.findLast(({ calls }) => calls[0]!.time <= time);
  const after = own.find(({ calls }) => calls[0]!.time > time);
  const last = before?.calls.at(-1)!.time;
  if (last !== undefined && (time <= last || isNear(last, time))) return before!.id;
  return after && isNear(time, after.calls[0]!.time) ? after.id : undefined;
}
