import { type CallPosition, comparePositions } from "./call-position.ts";
import type { PlacedCall } from "./placed-call.ts";
import { FiguresTally, sameFigures } from "./session-figures.ts";
import { connectedRuns, joinPieces, type Piece, type SessionWindow } from "./session-windows.ts";
import type { SettledChanges } from "./stream-changes.ts";
import type { OpenedWindow } from "./window-openings.ts";

/** What to write of a stream's windows. Those that are in none of the three stay as they are. */
export interface WindowChanges<Stored extends SessionWindow> {
  readonly created: readonly SessionWindow[];
  /** A session that grew, shrank, or is what is left of several: a part of it was `before`. */
  readonly changed: readonly { readonly before: Stored; readonly after: SessionWindow }[];
  readonly removed: readonly Stored[];
}

/** Everything a decision needs; on an engine that answers later it is gathered for many streams at once. */
export interface Surroundings<Stored extends SessionWindow> {
  readonly windows: readonly Stored[];
  readonly ends: readonly number[];
  readonly opened: ReadonlyMap<Stored, OpenedWindow>;
}

/** The decision itself: what becomes of the loaded windows. */
export function decideWindows<Stored extends SessionWindow>(
  settled: SettledChanges,
  { windows, ends, opened }: Surroundings<Stored>,
  timeout: number,
): WindowChanges<Stored> {
  const pieces: Part<Stored>[] = settled.added.map((call) => loose<Stored>(call, undefined));
  const gone = new Set(settled.removed.map(placeName));
  for (const { before, after } of settled.replaced) {
    const window = windowAt(windows, before);
    if (!window || !opened.has(window)) continue;
    gone.add(placeName(before));
    pieces.push(loose(after, window));
  }
  const shifted = shiftFigures(settled, windows, opened);
  for (const window of windows) {
    const inside = opened.get(window);
    if (!inside) {
      pieces.push(block(shifted.get(window) ?? window, window));
      continue;
    }
    if (inside.before) pieces.push(block(inside.before, window));
    if (inside.after) pieces.push(block(inside.after, window));
    for (const call of inside.calls) if (!gone.has(placeName(call))) pieces.push(loose(call, window));
  }
  const lost = new Set(settled.lostEnds);
  const held = lost.size === 0 ? ends : ends.filter((end) => !lost.has(end));
  return tellChanges(windows, connectedRuns(pieces, [...held, ...settled.ends], timeout));
}

/** A piece that knows the stored window it was part of. */
interface Part<Stored> extends Piece {
  readonly of: Stored | undefined;
}

const loose = <Stored>(call: PlacedCall, of: Stored | undefined): Part<Stored> => ({
  first: call,
  last: call,
  call,
  figures: undefined,
  of,
});

const block = <Stored>({ first, last, figures }: SessionWindow, of: Stored): Part<Stored> => ({
  first,
  last,
  call: undefined,
  figures,
  of,
});

const placeName = ({ time, hash }: CallPosition): string => `${time}${hash}`;

/** Windows of which only figures of single calls change. */
function shiftFigures<Stored extends SessionWindow>(
  { replaced }: SettledChanges,
  windows: readonly Stored[],
  opened: ReadonlyMap<Stored, OpenedWindow>,
): Map<Stored, SessionWindow> {
  const tallies = new Map<Stored, FiguresTally>();
  for (const { before, after } of replaced) {
    const window = windowAt(windows, before);
    if (!window || opened.has(window)) continue;
    let tally = tallies.get(window);
    if (!tally) tallies.set(window, (tally = new FiguresTally(window.figures)));
    tally.replaceCall(before, after);
  }
  return new Map(Array.from(tallies, ([window, tally]) => [window, { ...window, figures: tally.figures() }]));
}

/** Names each run after the oldest window it holds a part of that no run before it took. */
function tellChanges<Stored extends SessionWindow>(
  windows: readonly Stored[],
  runs: readonly (readonly Part<Stored>[])[],
): WindowChanges<Stored> {
  const created: SessionWindow[] = [];
  const changed: { before: Stored; after: SessionWindow }[] = [];
  const taken = new Set<Stored>();
  for (const run of runs) {
    const before = run.find(({ of }) => of !== undefined && !taken.has(of))?.of;
    const after = joinPieces(run);
    if (before === undefined) created.push(after);
    else {
      taken.add(before);
      if (!sameWindow(before, after)) changed.push({ before, after });
    }
  }
  return { created, changed, removed: windows.filter((window) => !taken.has(window)) };
}

const sameWindow = (a: SessionWindow, b: SessionWindow): boolean =>
  comparePositions(a.first, b.first) === 0 &&
  comparePositions(a.last, b.last) === 0 &&
  sameFigures(a.figures, b.figures);

/** The window that a stored call stands in. */
function windowAt<Stored extends SessionWindow>(
  windows: readonly Stored[],
  place: CallPosition,
): Stored | undefined {
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (comparePositions(windows[middle]!.first, place) <= 0) low = middle + 1;
    else high = middle;
  }
  const window = windows[low - 1];
  return window && comparePositions(place, window.last) <= 0 ? window : undefined;
}
