import { comparePositions } from "./call-position.ts";
import { decideWindows, type WindowChanges } from "./decide-windows.ts";
import type { SessionWindow } from "./session-windows.ts";
import { settleChanges, type StreamChanges } from "./stream-changes.ts";
import { endSpans, type TimeSpan, touchedSpans } from "./touched-spans.ts";
import { findOpenings, type OpenedWindow, type Opening } from "./window-openings.ts";

/**
 * What is stored of one stream, before the changes that are being placed. `Stored` is a window as the
 * store knows it, row and all: the very objects it hands out come back in the answer.
 */
export interface StoredStream<Stored extends SessionWindow> {
  /** Windows that begin at or before the span's end and end at or after its start, oldest first. */
  windows(span: TimeSpan): readonly Stored[];
  /** Times of the stream's ends within the span, in any order. */
  ends(span: TimeSpan): readonly number[];
  open(opening: Opening<Stored>): OpenedWindow;
}

/**
 * Places a batch into its stream: afterwards the stored windows are what `sessionWindows` makes of all its
 * calls and ends. Adding reads windows only. Removing a call, or an end that falls into a session, also
 * reads the calls between the first and the last place touched, and sums over the rest of that session.
 * @param timeout milliseconds (`timeoutOf`)
 */
export function placeCalls<Stored extends SessionWindow>(
  stream: StoredStream<Stored>,
  changes: StreamChanges,
  timeout: number,
): WindowChanges<Stored> {
  const settled = settleChanges(changes);
  const spans = touchedSpans(settled, timeout);
  const windows: Stored[] = [];
  for (const span of spans) {
    for (const window of stream.windows(span)) {
      const newest = windows.at(-1);
      if (!newest || comparePositions(newest.first, window.first) < 0) windows.push(window);
    }
  }
  const ends = endSpans(spans, windows, timeout).flatMap((span) => stream.ends(span));
  const openings = findOpenings(settled, windows);
  const opened = new Map(openings.map((opening) => [opening.window, stream.open(opening)]));
  return decideWindows(settled, { windows, ends, opened }, timeout);
}
