import type { Selectable } from "kysely";
import type { RejectionsTable } from "../../schema.ts";
import type { RemovalContext } from "./context.ts";
import { chunkSize } from "./remove-events.ts";
import { readings, sessionsIn } from "./erased-traces.ts";

/** Bodies are up to 2 MiB each; this many are looked at together. */
const pageSize = 16;

export interface RejectionSearch {
  readonly projectId: number;
  /** Epoch milliseconds of the last refusal, included. */
  readonly from?: number;
  /** Whether any text of a refused request names somebody erased; `receivedAt` is its last refusal. */
  namesErased?(texts: readonly string[], receivedAt: number): boolean;
}

type Rejection = Pick<
  Selectable<RejectionsTable>,
  "id" | "body" | "message" | "details" | "subject" | "received_at"
>;

/** Removes the refused requests that name somebody erased, or a session that is gone. */
export async function removeRejections(context: RemovalContext, search: RejectionSearch): Promise<number> {
  let removed = 0;
  let last = 0;
  for (;;) {
    const page: Rejection[] = await context.db
      .selectFrom("rejections")
      .select(["id", "body", "message", "details", "subject", "received_at"])
      .where("project_id", "=", search.projectId)
      .where("id", ">", last)
      .where("received_at", ">=", search.from ?? 0)
      .orderBy("id")
      .limit(pageSize)
      .execute();
    for (const rejection of page) {
      last = rejection.id;
      if (!(await isTraceOfErased(context, search, rejection))) continue;
      await context.db.deleteFrom("rejections").where("id", "=", rejection.id).execute();
      removed++;
    }
    if (page.length < pageSize) return removed;
  }
}

async function isTraceOfErased(
  context: RemovalContext,
  search: RejectionSearch,
  { body, message, details, subject, received_at }: Rejection,
): Promise<boolean> {
  const sent = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  const texts = [sent, message, details, subject ?? ""].flatMap(readings);
  if (search.namesErased?.(texts, received_at)) return true;
  return await namesMissingSession(context, search.projectId, texts);
}

/**
 * A session that is not there was erased, or it aged and nobody can tell any more whose it was. Either way
 * the request could not be replayed. One of another organization is not there either.
 */
async function namesMissingSession(
  { db, ids }: RemovalContext,
  projectId: number,
  texts: readonly string[],
): Promise<boolean> {
  const named = sessionsIn(texts.join("\n"), ids);
  const organization = db.selectFrom("projects").select("organization_id").where("id", "=", projectId);
  for (let at = 0; at < named.length; at += chunkSize) {
    const rows = named.slice(at, at + chunkSize);
    const there = await db
      .selectFrom("play_sessions")
      .innerJoin("projects", "projects.id", "play_sessions.project_id")
      .select((row) => row.fn.countAll().as("count"))
      .where("play_sessions.id", "in", rows)
      .where("projects.organization_id", "=", organization)
      .executeTakeFirstOrThrow();
    if (Number(there.count) < rows.length) return true;
  }
  return false;
}
