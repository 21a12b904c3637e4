import type { CallNews, CodingNews, EndNews, NewsPlace, NewsSubject, SessionNews } from "./coding-news.ts";

/** What is told one by one at most; beyond it listeners read the lists anew. */
export const newsLimits = { sessions: 500, calls: 1_000, ends: 500 } as const;

interface SessionState {
  /** Whether listeners know of it already. */
  readonly isKnown: boolean;
  /** The id they may know it by. */
  readonly was: string | undefined;
  isThere: boolean;
  place: NewsPlace;
  subjects: readonly NewsSubject[];
}

/** Gathers news in the order it happens: whatever happened to a session or call in between, it is told once. */
export class NewsBatch {
  private readonly sessionStates = new Map<string, SessionState>();
  private readonly callNews = new Map<string, CallNews>();
  private readonly endNews = new Map<string, EndNews>();
  private untoldSessions = 0;
  private untoldCalls = 0;

  get isEmpty(): boolean {
    const told = this.sessionStates.size + this.callNews.size + this.endNews.size;
    return told + this.untoldSessions + this.untoldCalls === 0;
  }

  session({ kind, id, was, place, subjects }: SessionNews): void {
    if (this.untoldSessions > 0) {
      this.untoldSessions++;
      return;
    }
    const state = this.sessionStates.get(id);
    if (state) {
      state.isThere = kind !== "removed";
      state.place = place;
      state.subjects = union(state.subjects, subjects);
      return;
    }
    const before = was === undefined ? undefined : this.sessionStates.get(was);
    const isKnown = before ? before.isKnown : kind !== "started";
    this.sessionStates.set(id, { isKnown, was, isThere: kind !== "removed", place, subjects });
    if (this.sessionStates.size > newsLimits.sessions) this.tellNoSessions(this.sessionStates.size);
  }

  call(news: CallNews): void {
    if (this.untoldCalls > 0) {
      this.untoldCalls++;
      return;
    }
    const { streamId, time, hash } = news.place;
    const name = `${streamId} ${time} ${hash}`;
    const known = this.callNews.get(name);
    this.callNews.delete(name);
    this.callNews.set(name, known ? joined(known, news) : news);
    if (this.callNews.size > newsLimits.calls) this.tellNoCalls(this.callNews.size);
  }

  end({ streamId, time }: EndNews): void {
    this.endNews.set(`${streamId} ${time}`, { streamId, time });
    if (this.endNews.size <= newsLimits.ends) return;
    this.tellNoSessions(this.sessionStates.size + this.endNews.size);
  }

  /** Takes what another batch gathered after this one. */
  add({ sessions, calls, ends, untold }: CodingNews): void {
    if (untold.sessions > 0) this.tellNoSessions(this.sessionStates.size + untold.sessions);
    if (untold.calls > 0) this.tellNoCalls(this.callNews.size + untold.calls);
    for (const session of sessions) this.session(session);
    for (const call of calls) this.call(call);
    for (const end of ends) this.end(end);
  }

  /** What it comes to: first the sessions that are gone, then the others, in the order they were touched. */
  news(): CodingNews {
    const sessions = Array.from(this.sessionStates, ([id, state]) => sessionNews(id, state)).filter(
      (news) => news !== undefined,
    );
    return {
      sessions: sessions.toSorted((a, b) => rank(a) - rank(b)),
      calls: [...this.callNews.values()],
      ends: [...this.endNews.values()],
      untold: { sessions: this.untoldSessions, calls: this.untoldCalls },
    };
  }

  private tellNoSessions(count: number): void {
    this.untoldSessions += count;
    this.sessionStates.clear();
    this.endNews.clear();
  }

  private tellNoCalls(count: number): void {
    this.untoldCalls += count;
    this.callNews.clear();
  }
}

function sessionNews(
  id: string,
  { isKnown, was, isThere, place, subjects }: SessionState,
): SessionNews | undefined {
  if (!isThere) return isKnown ? { kind: "removed", id, place, subjects } : undefined;
  if (!isKnown) return { kind: "started", id, place, subjects };
  return { kind: "updated", id, ...(was !== undefined && { was }), place, subjects };
}

const rank = ({ kind }: SessionNews): number => ({ removed: 0, started: 1, updated: 2 })[kind];

const joined = (before: CallNews, after: CallNews): CallNews => ({
  place: after.place,
  subjects: union(before.subjects, after.subjects),
  replaces: [...new Set([...before.replaces, ...after.replaces])],
});

function union(some: readonly NewsSubject[], others: readonly NewsSubject[]): readonly NewsSubject[] {
  const isNew = ({ user, project }: NewsSubject): boolean =>
    !some.some((one) => one.user === user && one.project === project);
  const added = others.filter(isNew);
  return added.length === 0 ? some : [...some, ...added];
}
