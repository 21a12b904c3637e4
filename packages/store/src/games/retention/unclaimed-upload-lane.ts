import { millisecondsPerDay } from "@hearth/core/identity/public-id";
import { chunkSize } from "../erasure/remove-events.ts";
import { removeUploads } from "../erasure/remove-uploads.ts";
import type { Lane, LaneStep } from "./lane.ts";

const daysKept = 30;

/**
 * Uploads no report has named after thirty days, arrived or not, in every project. One that a report names
 * stays even if it never arrives: its row is what says that a file is missing.
 */
export const unclaimedUploadLane: Lane = {
  name: "unclaimed uploads",

  async step(context, after, rows): Promise<LaneStep> {
    const { db, now } = context;
    const limit = Math.min(rows, chunkSize);
    const uploads = await db
      .selectFrom("play_uploads")
      .select(["id", "storage_key", "session_id"])
      .where((row) => row("claimed", "=", row.lit(0)))
      .where("created_at", "<", now - daysKept * millisecondsPerDay)
      .orderBy("created_at")
      .orderBy("id")
      .limit(limit)
      .execute();
    await removeUploads(context, uploads);
    for (const [session, own] of Map.groupBy(uploads, ({ session_id }) => session_id)) {
      if (session === null) continue;
      await db
        .updateTable("play_sessions")
        .set((row) => ({ upload_count: row("upload_count", "-", own.length) }))
        .where("id", "=", session)
        .execute();
    }
    const removed = { uploads: uploads.length };
    return { removed, rows: uploads.length, after: uploads.length < limit ? null : after };
  },
};
