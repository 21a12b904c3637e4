import type { PlayUploadsTable } from "../../schema.ts";
import type { RemovalContext } from "./context.ts";
import { chunkSize } from "./remove-events.ts";

export type RemovableUpload = Pick<PlayUploadsTable, "id" | "storage_key">;

/** Removes every upload of an erased session, from reports of other sessions as well. */
export async function removeSessionUploads(
  context: RemovalContext,
  session: { readonly id: number },
): Promise<number> {
  let removed = 0;
  for (;;) {
    const uploads = await context.db
      .selectFrom("play_uploads")
      .select(["id", "storage_key"])
      .where("session_id", "=", session.id)
      .orderBy("id")
      .limit(chunkSize)
      .execute();
    await removeUploads(context, uploads);
    removed += uploads.length;
    if (uploads.length < chunkSize) return removed;
  }
}

/** Removes at most a chunk of uploads and orders their files gone; their session's counter is the caller's. */
export async function removeUploads(
  { db, now }: RemovalContext,
  uploads: readonly RemovableUpload[],
): Promise<void> {
  if (uploads.length === 0) return;
  const rows = uploads.map(({ id }) => id);
  await db
    .insertInto("file_removals")
    .values(uploads.map(({ storage_key }) => ({ storage_key, requested_at: now })))
    .onConflict((clash) => clash.column("storage_key").doNothing())
    .execute();
  await db.deleteFrom("play_report_attachments").where("upload_id", "in", rows).execute();
  await db.deleteFrom("play_uploads").where("id", "in", rows).execute();
}
