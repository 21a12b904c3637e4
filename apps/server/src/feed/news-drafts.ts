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

/**
 * A read may know more than the news it is made for; the news that tells of the rest comes within the next.
 * What is to be told otherwise then, by ids of sessions and events.
 */
export interface Ahead {
  /** Gone by the time they were to be told of for the first time. */
  readonly skipped: ReadonlySet<string>;
  /** Told of, though they may be news yet. */
  readonly early: ReadonlySet<string>;
  /** Events that were never told of, since others had replaced them, and what they were to replace. */
  readonly replaced: ReadonlyMap<string, readonly string[]>;
}

export const nothingAhead: Ahead = { skipped: new Set(), early: new Set(), replaced: new Map() };

/** The messages that news comes to: a gap first, then sessions that are gone, new and changed, then calls. */
export function draftsOf(
  news: CodingNews,
  answer: CodingNewsAnswer,
  { skipped, early, replaced }: Ahead,
): { readonly drafts: FeedDraft[]; readonly ahead: Ahead } {
  const nextSkipped = new Set<string>();
  const nextReplaced = new Map<string, readonly string[]>();
  const drafts: FeedDraft[] = gapOf(news.untold.sessions, news.untold.calls);
  for (const [at, { id, subjects }] of removedOf(news.sessions).entries()) {
    if (skipped.has(id)) continue;
    const data = removedSession(id, subjects[0]!, answer.successors[at]!);
    drafts.push({ event: "session.removed", data, subjects });
  }
  for (const [at, { kind, id, was, subjects }] of keptOf(news.sessions).entries()) {
    const data = answer.sessions[at];
    const isNew = (kind === "started" && !early.has(id)) || skipped.has(id);
    if (data) drafts.push({ event: isNew ? "session.started" : "session.updated", data, subjects });
    else if (isNew || was !== undefined) nextSkipped.add(id);
  }
  for (const data of answer.ended) {
    const subjects = [{ user: data.user_id, project: data.project_id ?? "" }];
    drafts.push({ event: "session.updated", data, subjects });
  }
  const missed = new Map(
    news.calls.flatMap(({ id, replaces }, at) => (answer.events[at] ? [] : [[id, replaces] as const])),
  );
  for (const [at, { id, replaces, subjects }] of news.calls.entries()) {
    const ids = new Set([id, ...replaces]);
    // A set is walked to the end that it grows to.
    for (const one of ids) for (const more of missed.get(one) ?? replaced.get(one) ?? []) ids.add(more);
    ids.delete(id);
    const event = answer.events[at];
    if (event) {
      const data = ids.size > 0 ? { ...event, replaces: [...ids] } : event;
      drafts.push({ event: "signal", data, subjects });
    } else nextReplaced.set(id, [...ids]);
  }
  return {
    drafts,
    ahead: {
      skipped: nextSkipped,
      early: new Set(answer.ended.map(({ id }) => id)),
      replaced: nextReplaced,
    },
  };
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
