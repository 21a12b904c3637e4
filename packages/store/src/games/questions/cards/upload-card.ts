import type { Selectable } from "kysely";
import { dayOf } from "@hearth/core/identity/public-id";
import { formatInstant } from "@hearth/core/time/instant";
import type { StoreContext } from "../../../context.ts";
import type { PlayUploadsTable } from "../../../schema.ts";

export interface UploadCard {
  readonly id: string;
  readonly attachmentType: string;
  readonly fileName: string;
  readonly mimeType: string | null;
  /** Octets announced; a hint. */
  readonly declaredBytes: number | null;
  /** Octets stored; null while the file has not arrived. */
  readonly bytes: number | null;
  readonly createdAt: string;
  /** Null while the file has not arrived. */
  readonly arrivedAt: string | null;
}

export const uploadCard = ({ ids }: StoreContext, row: Selectable<PlayUploadsTable>): UploadCard => ({
  id: ids.encode("upload", dayOf(row.created_at), row.id),
  attachmentType: row.attachment_type,
  fileName: row.file_name,
  mimeType: row.mime_type,
  declaredBytes: row.declared_bytes,
  bytes: row.bytes,
  createdAt: formatInstant(row.created_at),
  arrivedAt: row.arrived_at === null ? null : formatInstant(row.arrived_at),
});
