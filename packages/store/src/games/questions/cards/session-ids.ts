import type { StoreContext } from "../../../context.ts";
import { sessionId } from "./session-cards.ts";
import { aside } from "../filters/aside.ts";

/** Public ids of the sessions of a project with these row ids. */
export async function sessionIds(
  context: StoreContext,
  projectId: number,
  rowIds: Iterable<number | null>,
): Promise<ReadonlyMap<number, string>> {
  const wanted = [...new Set(rowIds)].filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await context.db
    .selectFrom("play_sessions")
    .select(["id", "started_at"])
    .where(aside("project_id"), "=", projectId)
    .where("id", "in", wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, sessionId(context, row)]));
}
