import type { StoreContext } from "../../../context.ts";
import { countRows } from "../pages/count-rows.ts";
import { isPast } from "../pages/is-past.ts";
import type { OpenPage } from "../pages/open-page.ts";

/** In the order in which things of one instant follow each other. */
export const momentKinds = ["event", "upload", "report"] as const;
export type MomentKind = (typeof momentKinds)[number];

/** Where a moment stands: enough to sort and page by. */
export interface Mark {
  readonly kind: MomentKind;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly id: number;
}

export const compareMarks = (a: Mark, b: Mark): number =>
  a.at - b.at || momentKinds.indexOf(a.kind) - momentKinds.indexOf(b.kind) || a.id - b.id;

export const markPosition = ({ at, kind, id }: Mark): number[] => [at, momentKinds.indexOf(kind), id];

/** The first marks of a kind past the page's position: one more than the page holds, where there are so many. */
export async function readMarks(
  { db }: StoreContext,
  sessionId: number,
  kind: MomentKind,
  { order, limit, position }: OpenPage<{ kind?: MomentKind | undefined }>,
): Promise<Mark[]> {
  let query = db.selectFrom(marksOf(db, sessionId, kind));
  if (position !== undefined) {
    const [at = 0, rank = 0, id = 0] = position.map(Number);
    const past = order === "asc" ? ">" : "<";
    const own = momentKinds.indexOf(kind);
    // Of one instant, the kinds before the position's have been answered and those after it have not.
    const isAnswered = order === "asc" ? own < rank : own > rank;
    query =
      own === rank
        ? query.where(isPast("at", order, [at, id]))
        : query.where("at", isAnswered ? past : `${past}=`, at);
  }
  const rows = await query
    .select(["at", "id"])
    .orderBy("at", order)
    .orderBy("id", order)
    .limit(limit + 1)
    .execute();
  return rows.map((row) => ({ kind, ...row }));
}

function marksOf(db: StoreContext["db"], sessionId: number, kind: MomentKind) {
  if (kind === "event") {
    const events = db.selectFrom("play_events").select(["id", "occurred_at as at"]);
    return events.where("session_id", "=", sessionId).as("mark");
  }
  const table = kind === "upload" ? "play_uploads" : "play_reports";
  return db
    .selectFrom(table)
    .select(["id", "created_at as at"])
    .where("session_id", "=", sessionId)
    .as("mark");
}

export async function countMarks(
  { db }: StoreContext,
  sessionId: number,
  wanted: readonly MomentKind[],
): Promise<number> {
  let total = 0;
  for (const kind of wanted) {
    total += await countRows(db.selectFrom(marksOf(db, sessionId, kind)));
  }
  return total;
}
