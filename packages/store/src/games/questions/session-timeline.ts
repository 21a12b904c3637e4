import type { Question } from "../../context.ts";
import { ownSession } from "./filters/own-session.ts";
import { nextCursor, openPage, type Page, type PageRequest } from "./pages/open-page.ts";
import {
  compareMarks,
  countMarks,
  markPosition,
  momentKinds,
  readMarks,
  type Mark,
  type MomentKind,
} from "./timeline/marks.ts";
import { moments, type Moment } from "./timeline/moments.ts";

export type Timeline = PageRequest & {
  /** Public id. */
  readonly session: string;
  readonly kind?: MomentKind | undefined;
};

/** Events, uploads and reports of one session, oldest first unless asked otherwise. */
export const sessionTimeline: Question<Timeline, Page<Moment>> = async (context, input) => {
  const { session: id, cursor, limit, order, ...given } = input;
  const { session } = await ownSession(context, id);
  const place = { question: "sessionTimeline", within: session.id };
  const page = openPage(context, place, { cursor, limit, order }, given, "asc");
  const wanted = page.filters.kind === undefined ? momentKinds : [page.filters.kind];
  const marks: Mark[] = [];
  for (const kind of wanted) marks.push(...(await readMarks(context, session.id, kind, page)));
  const sign = page.order === "asc" ? 1 : -1;
  marks.sort((a, b) => sign * compareMarks(a, b));
  const total = page.total ?? (await countMarks(context, session.id, wanted));
  return {
    items: await moments(context, session.project_id, marks.slice(0, page.limit)),
    total,
    nextCursor: nextCursor(context, page, total, marks, markPosition),
  };
};
