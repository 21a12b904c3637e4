import { type CallPosition, comparePositions } from "./call-position.ts";
import type { PlacedCall } from "./placed-call.ts";
import type { SessionWindow } from "./session-windows.ts";
import type { SettledChanges } from "./stream-changes.ts";

/** A stored window that may fall apart, and the stretch of it that must be read call by call. */
export interface Opening<Stored extends SessionWindow> {
  readonly window: Stored;
  /** The first and last place of the stretch; an end opens an empty one just after it. */
  readonly from: CallPosition;
  readonly to: CallPosition;
}

/** The window in three: its calls before the stretch as a sum, those in it, those after it as a sum. */
export interface OpenedWindow {
  readonly before: SessionWindow | undefined;
  readonly calls: readonly PlacedCall[];
  readonly after: SessionWindow | undefined;
}

/**
 * The windows that a change may break, each with the stretch it touches: those that lose a call, and
 * those into which an end falls.
 * @param windows oldest first
 */
export function findOpenings<Stored extends SessionWindow>(
  { removed, replaced, ends }: SettledChanges,
  windows: readonly Stored[],
): Opening<Stored>[] {
  if (removed.length === 0 && ends.length === 0) return [];
  const cuts = ends.map((end) => ({ time: end + 1, hash: "" })).toSorted(comparePositions);
  const places = replaced.map(({ before }) => before);
  return windows.flatMap((window) => {
    const breaking = [...within(window, removed), ...within(window, cuts)];
    if (breaking.length === 0) return [];
    const touched = [...breaking, ...within(window, places)].toSorted(comparePositions);
    return [{ window, from: touched[0]!, to: touched.at(-1)! }];
  });
}

/** Of places in order, those from a window's first to its last. */
function within(window: SessionWindow, places: readonly CallPosition[]): readonly CallPosition[] {
  return places.slice(
    countBefore(places, (place) => comparePositions(place, window.first) < 0),
    countBefore(places, (place) => comparePositions(place, window.last) <= 0),
  );
}

function countBefore(places: readonly CallPosition[], isBefore: (place: CallPosition) => boolean): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(places[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
