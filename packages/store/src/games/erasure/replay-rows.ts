import { dayOf } from "@hearth/core/identity/public-id";
import { chunkSize } from "./remove-events.ts";
import { removeReport } from "./remove-report.ts";
import { removeSession, sessionColumns } from "./remove-session.ts";
import { type Removed, sumRemoved } from "./removed.ts";
import { atomically, erasedAt, type Replay } from "./replay.ts";

/** Removes the sessions and reports that were deleted one by one. */
export async function replayRows(replay: Replay): Promise<Removed> {
  return sumRemoved(
    replay.ledger.sessions.size > 0 ? await replaySessions(replay) : {},
    replay.ledger.reports.size > 0 ? await replayReports(replay) : {},
  );
}

async function replaySessions(replay: Replay): Promise<Removed> {
  const { db, ids, projectId } = replay;
  let removed = sumRemoved();
  let last = { started_at: 0, id: 0 };
  for (;;) {
    const page = await db
      .selectFrom("play_sessions")
      .select(sessionColumns)
      .where("project_id", "=", projectId)
      .where((row) => row(row.refTuple("started_at", "id"), ">", row.tuple(last.started_at, last.id)))
      .orderBy("started_at")
      .orderBy("id")
      .limit(chunkSize)
      .execute();
    for (const session of page) {
      last = session;
      const id = ids.encode("session", dayOf(session.started_at), session.id);
      if (session.started_at > (erasedAt(replay, "session", id) ?? -1)) continue;
      removed = sumRemoved(removed, await atomically(replay, (within) => removeSession(within, session)));
    }
    if (page.length < chunkSize) return removed;
  }
}

async function replayReports(replay: Replay): Promise<Removed> {
  const { db, ids, projectId } = replay;
  let removed = sumRemoved();
  let last = { created_at: 0, id: 0 };
  for (;;) {
    const page = await db
      .selectFrom("play_reports")
      .select(["id", "created_at"])
      .where("project_id", "=", projectId)
      .where((row) => row(row.refTuple("created_at", "id"), ">", row.tuple(last.created_at, last.id)))
      .orderBy("created_at")
      .orderBy("id")
      .limit(chunkSize)
      .execute();
    for (const report of page) {
      last = report;
      const id = ids.encode("report", dayOf(report.created_at), report.id);
      if (report.created_at > (erasedAt(replay, "report", id) ?? -1)) continue;
      removed = sumRemoved(removed, await atomically(replay, (within) => replayReport(within, report.id)));
    }
    if (page.length < chunkSize) return removed;
  }
}

/** Read again: the removal of a root before may have made this one the root. */
async function replayReport(replay: Replay, id: number): Promise<Partial<Removed>> {
  const report = await replay.db
    .selectFrom("play_reports")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return report ? await removeReport(replay, report) : {};
}
