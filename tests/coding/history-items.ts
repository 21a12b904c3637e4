import type {
  CallFacts,
  CallSketch,
  EndSketch,
  HistorySketch,
  ReportSketch,
  StreamSketch,
} from "./history-sketch.ts";
import type { SentItem, SignalItem, SignalMembers } from "./signal-item.ts";

/** Where a history happens: histories of one round share the time and nothing else. */
export interface HistoryPlace {
  /** Before every key, session and tool session of the history. */
  readonly prefix: string;
  readonly users: readonly [string, string];
  /** Epoch milliseconds of what happens first. */
  readonly start: number;
}

const adapters = ["claude-code", "codex"] as const;
const projects = [undefined, "game", "site"] as const;

/** The signals of a history, in the order in which they happened. */
export function historyItems(sketch: HistorySketch, place: HistoryPlace): SentItem[] {
  const times: number[] = [];
  for (const { gap } of sketch.calls) times.push((times.at(-1) ?? place.start) + gap);
  const at = (index: number): number => index % times.length;
  const beside = (type: string, mark: string, end: EndSketch, index: number): SentItem => {
    const call = at(end.call);
    return written(place, end.stream ?? sketch.calls[call]!.stream, {
      type,
      time: times[call]! + end.shift,
      ids: end.hasId ? [`${place.prefix}${mark}${index}`] : [],
      session: end.session,
      metadata: {},
      isoTime: true,
    });
  };
  return [
    ...sketch.calls.flatMap((call, index) =>
      call.reports.map((report, nth) =>
        written(place, report.stream ?? call.stream, {
          type: report.isEnd ? "session-end" : "post-tool",
          time: times[index]! + report.shift,
          ids: idsOf(place, report, index, sketch.calls.length),
          session: report.session,
          metadata: metadataOf(place, report, call, nth),
          isoTime: report.isoTime,
        }),
      ),
    ),
    ...sketch.ends.map((end, index) => beside("session-end", "end", end, index)),
    ...sketch.signals.map((signal, index) => beside(signal.type, "sig", signal, index)),
  ];
}

function idsOf({ prefix }: HistoryPlace, { keys }: ReportSketch, index: number, calls: number): string[] {
  const names = {
    message: `msg_${prefix}${index}`,
    request: `req_${prefix}${index}`,
    own: `${prefix}own${index}`,
    // What shows two calls to be one.
    next: `req_${prefix}${(index + 1) % calls}`,
  };
  return keys.map((key) => names[key]);
}

function metadataOf(
  { prefix }: HistoryPlace,
  { source, facts }: ReportSketch,
  call: CallSketch,
  nth: number,
): SignalMembers {
  const [read, write5m, write1h] = facts.parts ?? [0, 0, 0];
  const whole = facts.uncached === null ? null : facts.uncached + read + write5m + write1h;
  const { toolSession } = nth === 0 ? facts : call.reports[0]!.facts;
  const members: { [Member in keyof SignalMembers]: SignalMembers[Member] | null } = {
    model: facts.model,
    tokens_in: whole,
    // Every report is of a call: without counts it would be a signal of another kind.
    tokens_out: tellsNothing(facts) ? 0 : facts.tokensOut,
    ...(whole !== null &&
      facts.parts && {
        cache_read_tokens: read,
        cache_write_5m_tokens: write5m,
        cache_write_1h_tokens: write1h,
      }),
    reasoning_tokens: facts.reasoning,
    latency_ms: facts.latency,
    cost_usd: facts.cost === null ? null : facts.cost / 1e6,
    error_code: facts.error,
    git_commit: facts.text,
    git_branch: facts.text,
    machine: facts.text,
    tool_session_id: toolSession === null ? null : `${prefix}tool${toolSession}`,
    source,
    service_tier: facts.batch ? "batch" : null,
    web_searches: facts.searches,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

const tellsNothing = ({ uncached, tokensOut, cost, error }: CallFacts): boolean =>
  uncached === null && tokensOut === null && cost === null && error === null;

function written(
  { prefix, users }: HistoryPlace,
  stream: StreamSketch,
  signal: {
    readonly type: string;
    readonly time: number;
    readonly ids: readonly string[];
    readonly session: number | null;
    readonly metadata: SignalMembers;
    readonly isoTime: boolean;
  },
): SentItem {
  const [id, ...keys] = signal.ids;
  const user = users[stream.user]!;
  const project = projects[stream.project];
  const item: SignalItem = {
    ...(id !== undefined && { id }),
    ...(keys.length > 0 && { keys }),
    type: signal.type,
    adapter: adapters[stream.adapter]!,
    // A name belongs to who first used it, so each user has names of their own.
    ...(signal.session !== null && { session_id: `${prefix}${user} session ${signal.session}` }),
    ...(project !== undefined && { project_id: project }),
    ts: signal.isoTime ? new Date(signal.time).toISOString() : signal.time,
    backfill: true,
    metadata: signal.metadata,
  };
  return { user, time: signal.time, item };
}
