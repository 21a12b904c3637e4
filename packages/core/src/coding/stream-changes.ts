import { comparePositions } from "./call-position.ts";
import { type PlacedCall, samePlacedCall } from "./placed-call.ts";

/** What a batch does to one stream. */
export interface StreamChanges {
  /** Calls that are stored in this stream and leave it: deleted, or moved by an enrichment. */
  readonly removed: readonly PlacedCall[];
  /** Calls that come into it, each once. */
  readonly added: readonly PlacedCall[];
  /** Ends that come; one that is stored already does no harm. Epoch milliseconds. */
  readonly ends: readonly number[];
  /** Ends that go, with no other end left at their time. */
  readonly lostEnds: readonly number[];
}

/** The same, sorted, with what leaves and comes back told apart from what moves. */
export interface SettledChanges {
  readonly removed: readonly PlacedCall[];
  readonly added: readonly PlacedCall[];
  /** Same place and model, other figures: no session begins, ends or falls apart through these. */
  readonly replaced: readonly Replacement[];
  readonly ends: readonly number[];
  readonly lostEnds: readonly number[];
}

export interface Replacement {
  readonly before: PlacedCall;
  readonly after: PlacedCall;
}

export function settleChanges(changes: StreamChanges): SettledChanges {
  const { ends, lostEnds } = changes;
  const added = inOrder(changes.added);
  if (changes.removed.length === 0) return { removed: [], added, replaced: [], ends, lostEnds };
  const removed: PlacedCall[] = [];
  const moved: PlacedCall[] = [];
  const replaced: Replacement[] = [];
  let at = 0;
  for (const before of inOrder(changes.removed)) {
    while (at < added.length && comparePositions(added[at]!, before) < 0) moved.push(added[at++]!);
    const after = added[at];
    if (after && comparePositions(after, before) === 0 && after.model === before.model) {
      at++;
      if (!samePlacedCall(before, after)) replaced.push({ before, after });
    } else removed.push(before);
  }
  while (at < added.length) moved.push(added[at++]!);
  return { removed, added: moved, replaced, ends, lostEnds };
}

function inOrder(calls: readonly PlacedCall[]): readonly PlacedCall[] {
  for (let at = 1; at < calls.length; at++) {
    if (comparePositions(calls[at - 1]!, calls[at]!) > 0) return calls.toSorted(comparePositions);
  }
  return calls;
}
