import type { SentItem } from "../signal-item.ts";
import { callsOfReports, type ForetoldCall, hashOf, type Tenant } from "./calls-of-reports.ts";
import { eventId } from "./foretold-answers.ts";
import { keptSignals } from "./kept-signals.ts";
import { type ForetoldSession, sortAndScan } from "./sort-and-scan.ts";

/** Where a call is found now: by the hash of each of its keys, 64 hexadecimal digits. */
export type Homes = ReadonlyMap<string, { readonly event: string; readonly session: string }>;

/**
 * The sessions after these items, whatever order and however often they came in.
 * @param gone calls that were deleted before
 */
export function foretoldSessions(
  tenant: Tenant,
  sent: readonly SentItem[],
  gone: { readonly calls: readonly ForetoldCall[] } = { calls: [] },
): ForetoldSession[] {
  const signals = keptSignals(sent);
  // The end of a named session parts no windows.
  const ends = signals.filter(({ item }) => item.type === "session-end" && item.session_id === undefined);
  const sessions = sortAndScan(callsOfReports(tenant, sent), ends, gone.calls);
  const known = new Set(sessions.map(({ id }) => id));
  const names = signals.flatMap(({ item }) => (item.session_id === undefined ? [] : [item.session_id]));
  const empty = [...new Set(names)].filter((name) => !known.has(name));
  return [...sessions, ...empty.map((id) => ({ id, calls: [] }))];
}

export function homesOf(tenant: Tenant, sessions: readonly ForetoldSession[]): Homes {
  return new Map(
    sessions.flatMap(({ id, calls }) =>
      calls.flatMap((call) =>
        call.keys.map((key) => [hashOf(tenant, key), { event: eventId(call), session: id }]),
      ),
    ),
  );
}

