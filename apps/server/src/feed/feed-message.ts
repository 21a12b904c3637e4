import type { NewsSubject } from "@hearth/store/coding/news/coding-news";

export type FeedEvent =
  | "session.started"
  | "session.updated"
  | "session.removed"
  | "signal"
  /** So much came at once that it is not told one by one. */
  | "gap"
  /** What was received so far may no longer hold. */
  | "reset";

/** A message before it has its place in a feed. */
export interface FeedDraft {
  readonly event: FeedEvent;
  readonly data: object;
  /** Whose it is: who listens to none of them does not get it. Undefined: everyone gets it. */
  readonly subjects?: readonly NewsSubject[];
}

export interface FeedMessage extends Pick<FeedDraft, "subjects"> {
  readonly sequence: number;
  /** As it goes over the wire. */
  readonly frame: Uint8Array;
}

/** What a listener has chosen; all of a tenant where it has chosen nothing. */
export interface FeedFilter {
  readonly user_id?: string | undefined;
  readonly project_id?: string | undefined;
}

export const isWanted = (
  { user_id: user, project_id: project }: FeedFilter,
  { subjects }: Pick<FeedMessage, "subjects">,
): boolean =>
  subjects === undefined ||
  subjects.some(
    (one) => (user === undefined || one.user === user) && (project === undefined || one.project === project),
  );

/** A message as server-sent events have it. */
export const frameOf = (id: string, { event, data }: Pick<FeedDraft, "event" | "data">): Buffer =>
  Buffer.from(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
