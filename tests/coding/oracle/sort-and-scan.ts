import type { SentItem } from "../signal-item.ts";
import type { ForetoldCall } from "./calls-of-reports.ts";

export interface ForetoldSession {
  readonly id: string;
  /** By time, then hash. */
  readonly calls: readonly ForetoldCall[];
}

/**
 * The sessions of calls and ends: calls of one stream in order of time, parted by silence and by ends.
 * @param gone deleted calls, whose transcripts stay known
 * @param timeout milliseconds
 */
export function sortAndScan(
  calls: readonly ForetoldCall[],
  ends: readonly SentItem[],
  gone: readonly ForetoldCall[],
  timeout: number,
): ForetoldSession[] {
  const stream = (...names: (string | null)[]): string => JSON.stringify(names);
  const endsOf = Map.groupBy(ends, ({ user, item }) => stream(user, item.adapter, item.project_id ?? null));
  const inOrder = counted(calls, gone).toSorted((a, b) => a.time - b.time || (a.hash < b.hash ? -1 : 1));
  const byStream = Map.groupBy(inOrder, ({ session, user, adapter, project }) =>
    session === null ? stream(user, adapter, project) : stream(session),
  );
  return [...byStream].flatMap(([name, own]) => {
    const named = own[0]!.session;
    if (named !== null) return [{ id: named, calls: own }];
    const sessions: ForetoldCall[][] = [];
    for (const call of own) {
      const last = sessions.at(-1)?.at(-1);
      const isEnded = endsOf.get(name)?.some(({ time }) => last && last.time <= time && time < call.time);
      if (!last || call.time - last.time >= timeout || isEnded) sessions.push([call]);
      else sessions.at(-1)!.push(call);
    }
    return sessions.map((calls) => ({ id: `sess_${calls[0]!.hash.slice(0, 16)}`, calls }));
  });
}

/** Without the telemetry that tells of a tool session's transcript a second time. */
function counted(calls: readonly ForetoldCall[], gone: readonly ForetoldCall[]): ForetoldCall[] {
  const nameOf = ({ user, adapter, toolSession }: ForetoldCall): string =>
    JSON.stringify([user, adapter, toolSession]);
  const told = new Set(
    [...calls, ...gone].filter(({ sources }) => sources.includes("transcript")).map(nameOf),
  );
  return calls.filter(
    (call) =>
      call.toolSession === null ||
      !told.has(nameOf(call)) ||
      call.sources.some((source) => source !== "otlp"),
  );
}
