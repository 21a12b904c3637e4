import type { Kysely } from "kysely";
import type { Schema } from "../../schema.ts";

/** One upload as the file doors need it. Row ids: for the server's own use. */
export interface StoredUpload {
  readonly id: number;
  readonly projectId: number;
  readonly environmentId: number;
  readonly tokenId: number;
  readonly attachmentType: string;
  readonly fileName: string;
  readonly mimeType: string | null;
  readonly storageKey: string;
  readonly arrivedAt: number | null;
  readonly bytes: number | null;
}

/** The upload with that row id. Asked where a signed link has already proved the right to it. */
export async function findUpload(db: Kysely<Schema>, id: number): Promise<StoredUpload | undefined> {
  return await db
    .selectFrom("play_uploads")
    .select([
      "id",
      "project_id as projectId",
      "environment_id as environmentId",
      "token_id as tokenId",
      "attachment_type as attachmentType",
      "file_name as fileName",
      "mime_type as mimeType",
      "storage_key as storageKey",
      "arrived_at as arrivedAt",
      "bytes",
    ])
    .where("id", "=", id)
    .executeTakeFirst();
}
