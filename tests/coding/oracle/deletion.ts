import { type SentItem, tellsOfCall } from "../signal-item.ts";
import { type ForetoldCall, keysOf } from "./calls-of-reports.ts";
import { signalName } from "./kept-signals.ts";
import type { ForetoldSession } from "./sort-and-scan.ts";

/** What was deleted so far. */
export interface Deleted {
  /** Of calls: a report with any of them is answered as deleted. */
  readonly keys: ReadonlySet<string>;
  /** Names of signals that are no calls. */
  readonly signals: ReadonlySet<string>;
  /** Their transcripts stay known, so that telemetry does not come back in their place. */
  readonly calls: readonly ForetoldCall[];
}

export const nothingDeleted: Deleted = { keys: new Set(), signals: new Set(), calls: [] };

export const deletedBy = (
  before: Deleted,
  doomed: readonly ForetoldSession[],
  living: readonly SentItem[],
): Deleted => ({
  keys: new Set([...before.keys, ...doomed.flatMap(({ calls }) => calls.flatMap(({ keys }) => keys))]),
  signals: new Set([
    ...before.signals,
    ...living
      .filter((each) => !tellsOfCall(each) && doomed.some(({ id }) => each.item.session_id === id))
      .map(signalName),
  ]),
  calls: [...before.calls, ...doomed.flatMap(({ calls }) => calls)],
});

/** What is left of the items, those that came after a deletion included. */
export const livingItems = (sent: readonly SentItem[], { keys, signals }: Deleted): SentItem[] =>
  sent.filter((each) =>
    tellsOfCall(each) ? !keysOf(each).some((key) => keys.has(key)) : !signals.has(signalName(each)),
  );
