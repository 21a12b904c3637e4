import { HearthError } from "@hearth/core/errors";

/** Long work that can be watched and stopped. */
export interface Progress {
  /** Says where the work is; at most once a second, and not in its first. */
  say(line: string): void;
  /** Aborted when the process is told to stop. */
  readonly signal: AbortSignal;
}

/** Gives `work` its progress; Ctrl-C and SIGTERM abort it, so that it can clear away what is half done. */
export async function withProgress<Result>(
  note: (line: string) => void,
  work: (progress: Progress) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  let saidAt = performance.now();
  process.on("SIGINT", abort).on("SIGTERM", abort);
  try {
    return await work({
      signal: stop.signal,
      say(line) {
        if (performance.now() - saidAt < 1000) return;
        saidAt = performance.now();
        note(line);
      },
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    throw new HearthError(
      "conflict",
      "Stopped before it was done: nothing was changed, run the command again.",
    );
  } finally {
    process.off("SIGINT", abort).off("SIGTERM", abort);
  }
}
