import { expect, test } from "vitest";
import type { CallNews, CodingNews, SessionNews } from "./coding-news.ts";
import { NewsBatch, newsLimits } from "./news-batch.ts";

const subject = { user: "ana", project: "game" };
const session = (
  kind: SessionNews["kind"],
  id: string,
  { streamId = 1, was }: { streamId?: number; was?: string } = {},
): SessionNews => ({
  kind,
  id,
  place: { streamId, time: 0, hash: id },
  subjects: [subject],
  ...(was !== undefined && { was }),
});
const call = (id: string, more: Partial<CallNews> = {}): CallNews => ({
  id,
  place: { streamId: 1, time: 0, hash: id },
  subjects: [subject],
  replaces: [],
  ...more,
});

/** What a commit comes to. */
function commit(...sessions: readonly SessionNews[]): CodingNews {
  const batch = new NewsBatch();
  for (const each of sessions) batch.session(each);
  return batch.news();
}

/** What several commits come to, in words. */
function told(...commits: readonly CodingNews[]): string[] {
  const batch = new NewsBatch();
  for (const each of commits) batch.add(each);
  return batch
    .news()
    .sessions.map(({ kind, id, was, place }) => [kind, id, ...(was ? [was] : []), place.streamId].join(" "));
}

const started = session("started", "a");
const updated = session("updated", "a");
const removed = session("removed", "a");

test.each([
  ["goes on", [[started], [updated]], ["started a 1"]],
  ["comes and goes", [[started], [updated], [removed]], []],
  ["goes", [[updated], [removed]], ["removed a 1"]],
  ["goes and comes again", [[removed], [started]], ["updated a 1"]],
  ["has another id", [[removed, session("updated", "b", { was: "a" })]], ["removed a 1", "updated b a 1"]],
  [
    "has another id before it was told",
    [[started], [removed, session("updated", "b", { was: "a" })]],
    ["started b 1"],
  ],
  [
    "has a third id",
    [
      [removed, session("updated", "b", { was: "a" })],
      [session("removed", "b"), session("updated", "c", { was: "b" })],
    ],
    ["removed a 1", "updated c b 1"],
  ],
  [
    "has its first id again",
    [
      [removed, session("updated", "b", { was: "a" })],
      [session("removed", "b"), session("updated", "a", { was: "b" })],
    ],
    ["updated a 1"],
  ],
  [
    "moves to another stream, which is noted first",
    [[session("started", "a", { streamId: 2 }), removed]],
    ["updated a 2"],
  ],
  [
    "moves to another stream, which is noted last",
    [[removed, session("started", "a", { streamId: 2 })]],
    ["updated a 2"],
  ],
  [
    "moves and goes",
    [
      [updated],
      [session("started", "a", { streamId: 2 }), removed],
      [session("removed", "a", { streamId: 2 })],
    ],
    ["removed a 2"],
  ],
] as const)("a session that %s", (_what, commits, expected) => {
  expect(told(...commits.map((changes) => commit(...changes)))).toEqual(expected);
});

test("sessions that are gone come first, then new ones, then others", () => {
  const news = commit(updated, session("started", "b"), session("removed", "c"));
  expect(news.sessions.map(({ id }) => id)).toEqual(["c", "b", "a"]);
});

test("a call is told once, where it is last, for all whose it was", () => {
  const batch = new NewsBatch();
  const place = { streamId: 2, time: 1, hash: "x" };
  const other = { user: "ben", project: "" };
  batch.call(call("x", { replaces: ["w"] }));
  batch.call(call("y"));
  batch.call(call("x", { place, subjects: [other] }));
  expect(batch.news().calls).toEqual([
    { id: "x", place, subjects: [subject, other], replaces: ["w"] },
    call("y"),
  ]);
});

test("what is too much is counted and no more", () => {
  const batch = new NewsBatch();
  for (let at = 0; at < newsLimits.calls; at++) batch.call(call(`c${at}`));
  for (let at = 0; at < newsLimits.sessions; at++) batch.session(session("started", `s${at}`));
  expect(batch.news().untold).toEqual({ sessions: 0, calls: 0 });
  batch.call(call("one more"));
  batch.session(session("started", "one more"));
  batch.session(session("started", "and another"));
  batch.end({ streamId: 1, time: 0 });
  const news = batch.news();
  const untold = { sessions: newsLimits.sessions + 2, calls: newsLimits.calls + 1 };
  expect(news).toEqual({ sessions: [], calls: [], ends: [], untold });
  const all = new NewsBatch();
  all.call(call("before"));
  all.session(session("started", "before"));
  all.add(news);
  all.call(call("after"));
  expect(all.news().untold).toEqual({ sessions: untold.sessions + 1, calls: untold.calls + 2 });
});

test("nothing is nothing", () => {
  const batch = new NewsBatch();
  expect(batch.isEmpty).toBe(true);
  batch.end({ streamId: 1, time: 0 });
  expect(batch.isEmpty).toBe(false);
});
