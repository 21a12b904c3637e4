import { type SentItem } from "../signal-item.ts";
import { type ForetoldCall, keysOf, reportsByCall } from "./calls-of-reports.ts";
import type { Foretold, Told } from "./foretold-sessions.ts";
import { keptSignals, signalName } from "./kept-signals.ts";
import { sessionOfSignal, subjectOf } from "./session-of-signal.ts";
import type { ForetoldSession } from "./sort-and-scan.ts";

/** What was deleted so far. */
export interface Deleted {
  /** Of calls: whatever shares one of them, by whichever other report, is deleted too. */
  readonly keys: ReadonlySet<string>;
  /** Names of signals that are no calls. */
  readonly signals: ReadonlySet<string>;
  readonly calls: readonly ForetoldCall[];
}

export const nothingDeleted: Deleted = { keys: new Set(), signals: new Set(), calls: [] };

/** What deleting some of the sessions takes away: their calls, what tells of these again, and their signals. */
export function deletedBy(
  before: Deleted,
  { calls, sessions }: Foretold,
  told: Told,
  doomed: ForetoldSession[],
): Deleted {
  const counted = new Set(sessions.flatMap((session) => session.calls));
  const aside = calls.filter(
    (call) => !counted.has(call) && doomed.some((session) => tellsAgain(call, session)),
  );
  const gone = [...doomed.flatMap((session) => session.calls), ...aside];
  const ids = new Set(doomed.map(({ id }) => id));
  const signals = told.signals.filter((signal) =>
    ids.has(sessionOfSignal(signal, sessions, told.signals) ?? ""),
  );
  return {
    keys: new Set([...before.keys, ...gone.flatMap(({ keys }) => keys)]),
    signals: new Set([...before.signals, ...signals.map(signalName)]),
    calls: [...before.calls, ...gone],
  };
}

/** What is left of everything that was ever sent, before a deletion or after it. */
export const leftOf = (sent: readonly SentItem[], { keys, signals, calls }: Deleted): Told => ({
  reports: reportsByCall(sent)
    .filter((reports) => !reports.some((report) => keysOf(report).some((key) => keys.has(key))))
    .flat(),
  signals: keptSignals(sent.filter((each) => !signals.has(signalName(each)))),
  gone: calls,
});

function tellsAgain(call: ForetoldCall, { calls }: ForetoldSession): boolean {
  const [first, last] = [calls[0], calls.at(-1)];
  if (!first || !last || call.time < first.time || call.time > last.time) return false;
  return (
    calls.some((own) => subjectOf(own) === subjectOf(call)) &&
    calls.some((own) => own.toolSession === call.toolSession)
  );
}
