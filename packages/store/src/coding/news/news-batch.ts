import type { CallNews, CodingNews, EndNews, NewsPlace, NewsSubject, SessionNews } from "./coding-news.ts";

/** What is told one by one at most; beyond it listeners read the lists anew. */
export const newsLimits = { sessions: 500, calls: 1_000, ends: 500 } as const;

interface SessionState {
  /** Whether listeners know this id. */
  isTold: boolean;
  /** Whether it was there before, under this id or another. */
  isOld: boolean;
  /** The id it had where it is new to this one. */
  readonly was: string | undefined;
  /** Where it is, by stream: a call may come to one stream before it is noted that it left another. */
  readonly places: Map<number, NewsPlace>;
  /** Where it was last. */
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

  session(news: SessionNews): void {
    const { kind, place } = news;
    const state = this.stateOf(news);
    if (!state) return;
    if (kind !== "removed") state.places.set(place.streamId, place);
    else if (!state.places.delete(place.streamId)) state.isTold = state.isOld = true;
  }

  call(news: CallNews): void {
    if (this.untoldCalls > 0) {
      this.untoldCalls++;
      return;
    }
    const known = this.callNews.get(news.id);
    this.callNews.set(news.id, known ? joined(known, news) : news);
    if (this.callNews.size > newsLimits.calls) this.tellNoCalls(this.callNews.size);
  }

  end({ streamId, time }: EndNews): void {
    if (this.untoldSessions > 0) return;
    this.endNews.set(`${streamId} ${time}`, { streamId, time });
    if (this.endNews.size <= newsLimits.ends) return;
    this.tellNoSessions(this.sessionStates.size + this.endNews.size);
  }

  /** Takes what another batch gathered after this one. */
  add({ sessions, calls, ends, untold }: CodingNews): void {
    if (untold.sessions > 0) this.tellNoSessions(this.sessionStates.size + untold.sessions);
    if (untold.calls > 0) this.tellNoCalls(this.callNews.size + untold.calls);
    for (const session of sessions) {
      const state = this.stateOf(session);
      // It says what all of the other batch comes to: the session is nowhere else.
      state?.places.clear();
      if (session.kind !== "removed") state?.places.set(session.place.streamId, session.place);
    }
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

  /** Undefined where there are too many to tell. */
  private stateOf({ kind, id, was, place, subjects }: SessionNews): SessionState | undefined {
    if (this.untoldSessions > 0) {
      this.untoldSessions++;
      return undefined;
    }
    const state = this.sessionStates.get(id);
    if (state) {
      state.place = place;
      state.subjects = union(state.subjects, subjects);
      return state;
    }
    if (this.sessionStates.size >= newsLimits.sessions) {
      this.tellNoSessions(newsLimits.sessions + 1);
      return undefined;
    }
    const before = was === undefined ? undefined : this.sessionStates.get(was);
    const isOld = before ? before.isOld : kind !== "started";
    const isTold = was === undefined && isOld;
    const made: SessionState = { isTold, isOld, was, places: new Map(), place, subjects };
    this.sessionStates.set(id, made);
    return made;
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
  { isTold, isOld, was, places, place: last, subjects }: SessionState,
): SessionNews | undefined {
  const place = [...places.values()].at(-1) ?? last;
  if (places.size === 0) return isTold ? { kind: "removed", id, place, subjects } : undefined;
  if (!isOld) return { kind: "started", id, place, subjects };
  return { kind: "updated", id, ...(!isTold && { was: was! }), place, subjects };
}

const rank = ({ kind }: SessionNews): number => ({ removed: 0, started: 1, updated: 2 })[kind];

const joined = (before: CallNews, after: CallNews): CallNews => ({
  ...after,
  subjects: union(before.subjects, after.subjects),
  replaces: [...new Set([...before.replaces, ...after.replaces])],
});

function union(some: readonly NewsSubject[], others: readonly NewsSubject[]): readonly NewsSubject[] {
  const isNew = ({ user, project }: NewsSubject): boolean =>
    !some.some((one) => one.user === user && one.project === project);
  const added = others.filter(isNew);
  return added.length === 0 ? some : [...some, ...added];
}
