import { type CallPosition, comparePositions, later, positionOf } from "./call-position.ts";
import { windowedSessionId } from "./call-identity.ts";
import type { PlacedCall } from "./placed-call.ts";
import { FiguresTally, type SessionFigures } from "./session-figures.ts";

/** A session of a stream: a run of its calls, known by the first. */
export interface SessionWindow {
  readonly first: CallPosition;
  readonly last: CallPosition;
  readonly figures: SessionFigures;
}

/**
 * The sessions of one stream, oldest first: the connected runs of its calls, where two neighbours belong
 * together when less than the timeout lies between them and no end does. An end at t parts calls at or
 * before t from calls after it.
 * @param ends epoch milliseconds
 * @param timeout milliseconds; Infinity makes all calls one session
 */
export function sessionWindows(
  calls: readonly PlacedCall[],
  ends: readonly number[],
  timeout: number,
): SessionWindow[] {
  const pieces = calls.map((call) => ({ first: call, last: call, call, figures: undefined }));
  return connectedRuns(pieces, ends, timeout).map(joinPieces);
}

/** Calls that are known to belong together: a single one, or a part of a session with its figures. */
export interface Piece {
  readonly first: CallPosition;
  readonly last: CallPosition;
  readonly call: PlacedCall | undefined;
  readonly figures: SessionFigures | undefined;
}

/** Cuts pieces, in any order, into runs whose neighbours belong together. A piece is never cut. */
export function connectedRuns<Part extends Piece>(
  pieces: readonly Part[],
  ends: readonly number[],
  timeout: number,
): Part[][] {
  const ordered = pieces.toSorted((a, b) => comparePositions(a.first, b.first));
  const cuts = ends.toSorted((a, b) => a - b);
  const runs: Part[][] = [];
  let run: Part[] = [];
  let last: CallPosition | undefined;
  let cut = 0;
  for (const piece of ordered) {
    if (last) {
      while (cut < cuts.length && cuts[cut]! < last.time) cut++;
      const isParted = cut < cuts.length && cuts[cut]! < piece.first.time;
      if (isParted || piece.first.time - last.time >= timeout) {
        runs.push(run);
        run = [];
        last = undefined;
      }
    }
    run.push(piece);
    last = last ? later(last, piece.last) : piece.last;
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

/** One session of a run's pieces, in the order of the run. */
export function joinPieces(run: readonly Piece[]): SessionWindow {
  const start = run[0]!;
  const tally = new FiguresTally(start.figures);
  let last = start.last;
  for (const piece of run) {
    if (piece.call) tally.addCall(piece.call);
    else if (piece !== start) tally.addFigures(piece.figures!);
    last = later(last, piece.last);
  }
  return { first: positionOf(start.first), last: positionOf(last), figures: tally.figures() };
}

/** Public id of a windowed session. */
export const sessionId = (window: SessionWindow): string => windowedSessionId(window.first.hash);

/** Whole seconds between the first call and the last. */
export const durationOf = ({ first, last }: SessionWindow): number =>
  Math.floor((last.time - first.time) / 1000);
