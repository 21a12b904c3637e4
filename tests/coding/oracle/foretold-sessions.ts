import { sessionTimeout } from "../history-sketch.ts";
import { type SentItem, tellsOfCall } from "../signal-item.ts";
import { callsOfReports, type ForetoldCall, hashOf, type Tenant } from "./calls-of-reports.ts";
import { type Answers, eventId, foretoldAnswers } from "./foretold-answers.ts";
import { keptSignals } from "./kept-signals.ts";
import { type ForetoldSession, sortAndScan } from "./sort-and-scan.ts";

/** What a server was told and has not been told to forget. */
export interface Told {
  /** Of calls. */
  readonly reports: readonly SentItem[];
  /** That are no calls, each once. */
  readonly signals: readonly SentItem[];
  /** Calls that were deleted: what their transcripts told stays known. */
  readonly gone: readonly ForetoldCall[];
}

export interface Foretold {
  readonly calls: readonly ForetoldCall[];
  readonly sessions: readonly ForetoldSession[];
  readonly answers: Answers;
}

/** Where a call is found now: by the hash of each of its keys, 64 hexadecimal digits. */
export type Homes = ReadonlyMap<string, { readonly event: string; readonly session: string }>;

export const toldBy = (sent: readonly SentItem[]): Told => ({
  reports: sent.filter(tellsOfCall),
  signals: keptSignals(sent),
  gone: [],
});

/**
 * What a server has to answer, whatever order it was told in and however often.
 * @param timeout milliseconds
 */
export function foretell(
  tenant: Tenant,
  { reports, signals, gone }: Told,
  timeout = sessionTimeout,
): Foretold {
  // The end of a named session parts no windows.
  const ends = signals.filter(({ item }) => item.type === "session-end" && item.session_id === undefined);
  const calls = callsOfReports(tenant, reports);
  const withCalls = sortAndScan(calls, ends, gone, timeout);
  const known = new Set(withCalls.map(({ id }) => id));
  const names = signals.flatMap(({ item }) => (item.session_id === undefined ? [] : [item.session_id]));
  const empty = [...new Set(names)].filter((name) => !known.has(name));
  const sessions = [...withCalls, ...empty.map((id) => ({ id, calls: [] }))];
  return { calls, sessions, answers: foretoldAnswers(sessions, signals) };
}

export const homesOf = (tenant: Tenant, { sessions }: Foretold): Homes =>
  new Map(
    sessions.flatMap(({ id, calls }) =>
      calls.flatMap((call) =>
        call.keys.map((key) => [hashOf(tenant, key), { event: eventId(call), session: id }]),
      ),
    ),
  );
