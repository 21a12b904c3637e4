import type { RemovedCodingSession } from "@hearth/contract";
import type { CodingNews, NewsSubject, SessionNews } from "@hearth/store/coding/news/coding-news";
import type { CodingNewsAnswer, CodingNewsQuery } from "@hearth/store/coding/news/get-coding-news";
import type { FeedDraft } from "./feed-message.ts";

/** What has to be read before news can be told. */
export const queryOf = ({ sessions, calls, ends }: CodingNews): CodingNewsQuery => ({
  sessions: keptOf(sessions).map(({ place }) => place),
  calls: calls.map(({ place }) => place),
  ends,
  removed: removedOf(sessions).map(({ id }) => id),
});

/** The messages that news comes to: a gap first, then sessions that are gone, new and changed, then calls. */
export function draftsOf(news: CodingNews, answer: CodingNewsAnswer): FeedDraft[] {
  const { untold } = news;
  const removed = removedOf(news.sessions).map(({ id, subjects }, at) => {
    const data = removedSession(id, subjects[0]!, answer.successors[at]!);
    return { event: "session.removed", data, subjects } as const;
  });
  const kept = keptOf(news.sessions).flatMap(({ kind, subjects }, at) => {
    const data = answer.sessions[at];
    return data ? [{ event: `session.${kind}`, data, subjects } as const] : [];
  });
  const ended = answer.ended.map((data) => {
    const subjects = [{ user: data.user_id, project: data.project_id ?? "" }];
    return { event: "session.updated", data, subjects } as const;
  });
  const signals = news.calls.flatMap(({ replaces, subjects }, at) => {
    const event = answer.events[at];
    if (!event) return [];
    const data = replaces.length > 0 ? { ...event, replaces } : event;
    return [{ event: "signal", data, subjects } as const];
  });
  return [...gapOf(untold.sessions, untold.calls), ...removed, ...kept, ...ended, ...signals];
}

/** News that could not be read: all of it is a gap. */
export const gapOfAll = ({ sessions, calls, ends, untold }: CodingNews): FeedDraft[] =>
  gapOf(untold.sessions + sessions.length + ends.length, untold.calls + calls.length);

const gapOf = (sessions: number, signals: number): FeedDraft[] =>
  sessions + signals === 0 ? [] : [{ event: "gap", data: { sessions, signals } }];

const removedSession = (
  id: string,
  { user, project }: NewsSubject,
  successor: string | null,
): RemovedCodingSession => ({ id, user_id: user, project_id: project || null, session_id: successor });

const keptOf = (sessions: readonly SessionNews[]) =>
  sessions.filter(
    (session): session is SessionNews & { kind: "started" | "updated" } => session.kind !== "removed",
  );

const removedOf = (sessions: readonly SessionNews[]) => sessions.filter(({ kind }) => kind === "removed");
